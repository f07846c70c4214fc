# postback in an image of some ten megabytes: a static binary, certificates, time zones and a user without
# rights. Definitions and calls are mounted:
#
#   docker build -t postback .
#   docker run --rm -v "$PWD:/pixels" postback test

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /postback ./cmd/postback

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /postback /usr/bin/postback
WORKDIR /pixels
USER nonroot
ENTRYPOINT ["/usr/bin/postback"]
