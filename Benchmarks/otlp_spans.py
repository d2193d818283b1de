"""Makes OTLP trace exports as services send them: protobuf bodies of 512 spans each, in traces of about eight spans."""

import random
import struct


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def block(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def fixed(number, value):
    return varint(number << 3 | 1) + struct.pack("<Q", value)


def attribute(key, value):
    if isinstance(value, int):
        content = varint(3 << 3) + varint(value)
    else:
        content = block(1, value.encode())
    return block(1, key.encode()) + block(2, content)


# What the spans of a trace are: name, kind, and attributes; the first is the root.
ROUTES = ["/api/cart", "/api/checkout", "/api/products/{id}", "/api/recommendations", "/api/session", "/api/orders/{id}"]
TABLES = ["products", "orders", "carts", "sessions", "users"]


def server(rng):
    route = rng.choice(ROUTES)
    return f"GET {route}", 2, [
        ("http.request.method", "GET"), ("http.route", route), ("http.response.status_code", rng.choice([200] * 19 + [500])),
        ("server.address", "shop.example"), ("url.scheme", "https"), ("client.address", f"10.0.{rng.randrange(4)}.{rng.randrange(256)}"),
        ("user.id", f"u{rng.randrange(5000)}")]


def database(rng):
    table = rng.choice(TABLES)
    return f"SELECT {table}", 3, [
        ("db.system.name", "postgresql"), ("db.namespace", "shop"), ("db.collection.name", table),
        ("db.operation.name", "SELECT"), ("server.address", "db-1.shop.internal"), ("db.response.returned_rows", rng.randrange(50))]


def call(rng):
    service = rng.choice(["payment", "shipping", "currency"])
    return f"oteldemo.{service}/Quote", 3, [
        ("rpc.system", "grpc"), ("network.peer.address", f"10.1.0.{rng.randrange(256)}"), ("rpc.service", f"oteldemo.{service}"), ("rpc.method", "Quote"),
        ("rpc.grpc.status_code", 0), ("server.address", f"{service}.internal"), ("server.port", 50051)]


def inner(rng):
    return rng.choice(["render", "validate", "price", "serialize"]), 1, [
        ("code.function.name", "shop.handlers.handle"), ("code.line.number", rng.randrange(40, 400)),
        ("code.file.path", "/app/shop/handlers.py"), ("thread.id", rng.randrange(16)), ("thread.name", "worker"),
        ("app.cache.hit", rng.choice(["true", "false"]))]


def span(rng, trace, identity, parent, start, length, made):
    name, kind, attributes = made(rng)
    out = block(1, trace) + block(2, identity)
    if parent:
        out += block(4, parent)
    out += block(5, name.encode()) + varint(6 << 3) + varint(kind) + fixed(7, start) + fixed(8, start + length)
    for key, value in attributes:
        out += block(9, attribute(key, value))
    return out


def trace(rng, start):
    """The spans of one trace in the order in which they end, the root last."""
    identity, root = rng.randbytes(16), rng.randbytes(8)
    length = int(rng.lognormvariate(17, 0.7))
    spans = []
    for _ in range(rng.randrange(5, 10)):
        offset = rng.randrange(length // 2)
        spans.append((start + offset, rng.randrange(1000, length // 2), rng.choice([database, database, call, inner])))
    spans.sort(key=lambda one: one[0] + one[1])
    out = []
    parent = root
    for begin, duration, made in spans:
        own = rng.randbytes(8)
        out.append(span(rng, identity, own, parent, begin, duration, made))
        parent = own if rng.random() < 0.3 else root
    out.append(span(rng, identity, root, None, start, length, server))
    return out


def bodies(count, size=512, seed=1):
    """Yields `count` exports of `size` spans each."""
    rng = random.Random(seed)
    resource = b"".join(block(1, attribute(key, value)) for key, value in [
        ("service.name", "frontend"), ("service.version", "2.4.1"), ("service.instance.id", "frontend-7d4b9-x2x"),
        ("telemetry.sdk.name", "opentelemetry"), ("telemetry.sdk.language", "python"), ("telemetry.sdk.version", "1.45.2")])
    scope = block(1, block(1, b"opentelemetry.instrumentation.asgi") + block(2, b"0.66b1"))
    start = 1_790_000_000_000_000_000
    waiting = []
    for _ in range(count):
        while len(waiting) < size:
            start += rng.randrange(100_000, 4_000_000)
            waiting += trace(rng, start)
        spans = b"".join(block(2, one) for one in waiting[:size])
        del waiting[:size]
        yield block(1, block(1, resource) + block(2, scope + spans))
