"""Settings, servers, the Celery application, addresses and the commands that touch everything."""
