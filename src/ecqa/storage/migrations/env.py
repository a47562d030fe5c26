"""The connection that `database.py` opened in, the migrations run on it out; Alembic executes this file by its name."""

from alembic import context

from ecqa.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
