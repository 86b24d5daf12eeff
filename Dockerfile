# The program with its libraries, no checkout needed to run it:
#   docker build -t energy-model .
#   docker run --rm -v "$PWD:/work" energy-model new my-village --example village
#   docker run --rm -v "$PWD:/work" energy-model solve --study my-village
# Files are written as the user 1000; another: docker run --user "$(id -u):$(id -g)" ...
FROM python:3.13-slim AS built
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.13-slim
COPY --from=built /wheels /wheels
RUN pip install --no-cache-dir /wheels/*.whl && rm -r /wheels && useradd --create-home --uid 1000 modeller
USER modeller
WORKDIR /work
ENTRYPOINT ["energy-model"]
CMD ["--help"]
