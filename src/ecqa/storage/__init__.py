"""What must outlive a request, into one database and back as frozen dataclasses; it answers nothing and makes no markup.

    storage = open_storage("sqlite:////srv/data/ecqa.sqlite3")       or postgresql://user:password@host/name; makes or migrates the tables

`owner` is the secret that a browser keeps in its cookie. Only its SHA-256 is stored, it is asked for in every call that reads or
changes what a browser owns, and what belongs to another browser looks as if it were not there. No address of a visitor is stored.

    storage.conversations                                            what a browser asked, kept for it
        .create(owner) -> Heading                                    empty; its title becomes the first question
        .all(owner, search="") -> list[Heading]                      latest first; search looks in titles, questions and answers
        .read(owner, id) -> StoredConversation | None                heading and turns, oldest first
        .begin(owner, id, question, filters) -> int                  BEFORE answering: the turn's number; state "open"
        .finish(owner, id, number, answer, milliseconds)             the whole Answer; also counts it as asked, and notes a refusal as a gap
        .give_up(owner, id, number, state, *, text="", problem="")   state "stopped" or "failed", with what was shown
        .cut(owner, id, number)                                      forgets this turn and those after it (edit and ask again)
        .rename(owner, id, title), .delete(owner, id), .restore(owner, id)     a deleted one can be restored until the next purge
    storage.feedback
        .save(owner, conversation_id, number, thumbs, *, reason="", text="")   "up", "down" or None, which takes it back
        .of(owner, conversation_id) -> dict[int, Feedback]           by number of the turn
    storage.gaps                                                     questions that were not answered, for the editors
        .leave(owner, question, detail="", conversation_id=None, number=None)  the button 请编辑部补充
        .all(state="open") -> list[Gap]; .resolve(ids, by, note), .reopen(ids)
    storage.usage                                                    .days(), .latencies(), .most_cited() over a range of days
        .count(owner, question, answer, milliseconds)                a question that no conversation holds; a refusal becomes a gap
    storage.erase(owner) -> int                                      everything of one browser, at once; rows that went
    storage.purge(days) -> int                                       everything of visitors that is older; the server calls it every hour

    storage.accounts                                                 people who may use the desk: passwords, sessions, lock-out
    storage.runs, storage.ratings, storage.audit                     runs of evaluation with what they answered so far, hand scores, who did what
    storage.keys                                                     of programs that call the service: .add, .find, .revoke, .all
    storage.tokens                                                   of a chat model by day: .take, .give_back, .used

A call is one transaction: when it returns, what it saved survives the end of the process. Every call may be made from any thread.
`ServiceError` with key `conversation-gone` is raised by `begin`, `finish`, `give_up`, `cut`, `rename` and `save` where the conversation
has been deleted, in another tab say. A turn that a restart interrupted stays "open" and is shown as such.

The public pages use it through `interfaces/web/keeping.py`. In a handler with `request: gr.Request`: `owner_of(request)` and
`address_of(request)` from `ecqa.interfaces.visitors` (an empty owner keeps no cookies: keep nothing for it), `allowance.take(owner, address)`
before a question, which raises a QuestionError with friendly words, and `turnstile.ticket()`, which tells one who waits how many go first.
"""

from ecqa.storage.accounts import Accounts, Session
from ecqa.storage.audit import Audit, Entry
from ecqa.storage.conversations import Conversations, Heading, StoredConversation, StoredTurn
from ecqa.storage.feedback import Feedback, Feedbacks
from ecqa.storage.gaps import Gap, Gaps
from ecqa.storage.keys import Key, Keys
from ecqa.storage.opened import Storage, open_storage
from ecqa.storage.ratings import Rating, Ratings, Sheet
from ecqa.storage.runs import Row, Runs, StoredRun
from ecqa.storage.tokens import Tokens
from ecqa.storage.usage import Day, Usage

__all__ = [
    "Accounts",
    "Audit",
    "Conversations",
    "Day",
    "Entry",
    "Feedback",
    "Feedbacks",
    "Gap",
    "Gaps",
    "Heading",
    "Key",
    "Keys",
    "Rating",
    "Ratings",
    "Row",
    "Runs",
    "Session",
    "Sheet",
    "Storage",
    "StoredConversation",
    "StoredRun",
    "StoredTurn",
    "Tokens",
    "Usage",
    "open_storage",
]
