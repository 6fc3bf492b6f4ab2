"""The store on SQL: SQLAlchemy Core for decisions, one plain connection for the relay's journal (architecture.md).

Start reading at `store.py`; then `decision.py` and the nouns that it is made of, `tables.py`, `journal.py`.
All that differs between databases is in `engine.py`.
"""
