"""Makes issue.docx, issue.pdf, issue.mhtml and issue-saved.html from issue.html with LibreOffice and Chromium; run by hand, the files are committed.

usage: python tests/corpus/data/formats/make.py     (Debian: apt-get install libreoffice-writer-nogui chromium fonts-noto-cjk)
"""

import base64
import email.message
import email.policy
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
SOURCE = HERE / "issue.html"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def main() -> None:
    """Writes every file beside the source."""
    with tempfile.TemporaryDirectory() as scratch:
        office(Path(scratch), "docx:Office Open XML Text", "issue.docx")
        office(Path(scratch), "pdf:writer_pdf_Export", "issue-office.pdf")
        office(Path(scratch), "html:HTML (StarWriter)", "issue-office.html")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        page = browser.new_page()
        page.goto(SOURCE.as_uri())
        page.pdf(path=HERE / "issue-chromium.pdf", format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "20mm"))
        (HERE / "issue-chromium.html").write_text(page.content(), "utf-8")
        saved = page.context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})
        (HERE / "issue.mhtml").write_bytes(saved["data"].encode("utf-8"))
        picture = page.screenshot(full_page=True)
        scanned(browser, picture)
        browser.close()
    letter()
    archive()


def office(scratch: Path, target: str, name: str) -> None:
    """What LibreOffice makes of the source; through ODT, as a person would who opens the page and saves it."""
    run = ["soffice", "--headless", f"-env:UserInstallation=file://{scratch}/profile"]
    for source, kind in ((SOURCE, "odt"), (scratch / "issue.odt", target)):
        subprocess.run([*run, "--convert-to", kind, "--outdir", str(scratch), str(source)], check=True, timeout=180)
    shutil.move(scratch / f"issue.{target.split(':', maxsplit=1)[0]}", HERE / name)


def scanned(browser, picture: bytes) -> None:
    """A PDF that is a picture of the page: no text layer."""
    page = browser.new_page()
    page.set_content(f'<img src="data:image/png;base64,{base64.b64encode(picture).decode()}" style="width:100%">')
    page.pdf(path=HERE / "scanned.pdf", format="A4")


def letter() -> None:
    """The issue as it would be mailed: text and HTML, the subject encoded."""
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"] = "榕东市电子商务协会 <news@assoc.example.org>"
    message["To"] = "members@assoc.example.org"
    message["Subject"] = "榕东电商通讯 2014年第6期"
    message["Date"] = "Mon, 16 Jun 2014 09:30:00 +0800"
    message.set_content("这期通讯请用能显示网页的邮件程序阅读。", cte="base64")
    message.add_alternative(SOURCE.read_text("utf-8"), subtype="html", cte="base64")
    (HERE / "issue.eml").write_bytes(message.as_bytes())


def archive() -> None:
    """The document and a note in GBK, in an archive as a Chinese Windows would write it."""
    with zipfile.ZipFile(HERE / "issue.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("2014-06/issue.docx", (2014, 6, 16, 9, 30, 0)), (HERE / "issue.docx").read_bytes())
        packed.writestr(zipfile.ZipInfo("note.txt", (2014, 6, 16, 9, 30, 0)), "编者的话\n这一期有三篇文章。".encode("gb18030"))


if __name__ == "__main__":
    sys.exit(main())
