"""The steps from an empty database to the tables of `storage.tables`, run by Alembic when a database is opened."""
