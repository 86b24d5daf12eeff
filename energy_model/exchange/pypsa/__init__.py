"""PyPSA networks: read as studies, and written from runs. PyPSA is imported only while one is read or written."""
