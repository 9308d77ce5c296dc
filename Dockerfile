FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/app/site:/app \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    BANYAN_VAR=/var/lib/banyan \
    BANYAN_KEYS=/keys \
    BANYAN_STATIC=/app/static-built

# Volumes take their first owner from these folders.
RUN useradd --uid 10001 --create-home banyan \
    && install -d -o banyan -g banyan -m 0700 /var/lib/banyan /keys \
    && install -d -o banyan -g banyan -m 0755 /database-secret

WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .

# The manifest needs settings, not secrets: these keys exist for one command.
RUN python -m core.keys /tmp/keys \
    && BANYAN_KEYS=/tmp/keys DATABASE_URL=postgres://none REDIS_URL=redis://none BANYAN_ADDRESS=https://none.invalid \
       python manage.py collectstatic --noinput -v0 \
    && rm -r /tmp/keys

USER 10001:10001
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "--config", "gunicorn.conf.py", "config.wsgi"]
