import EventStore

/// Events of every signal out of a seed: what an encoder may be given.
struct RandomTelemetry {
    private var generator: Generator

    init(seed: UInt64) { generator = Generator(state: seed) }

    mutating func events(of signal: String, count: Int) -> [RecordedEvent] {
        (1...count).map { position in
            let trace = TraceContext(traceID: TraceID(high: bits() | 1, low: bits()), spanID: SpanID(bits() | 1))
            let fact = fact(of: signal)
            return RecordedEvent(
                position: Position(UInt64(position)), time: time(), stream: StreamName("random", "1"), revision: .first,
                type: type(of: fact).type, version: 1,
                metadata: EventMetadata(trace: signal == "metrics" ? nil : trace),
                payload: [], fresh: fact)
        }
    }

    private mutating func fact(of signal: String) -> any Event {
        switch signal {
        case "traces": span()
        case "logs": line()
        default: metrics()
        }
    }

    private mutating func span() -> SpanEnded {
        let kinds: [SpanEnded.Kind] = [.server, .client, .internal, .producer, .consumer]
        let statuses: [SpanEnded.Status] = [.unset, .ok, .error]
        return SpanEnded(
            name: text(), kind: kinds[number(5)], parent: flip() ? SpanID(bits() | 1) : nil, start: time(),
            seconds: Double(number(1_000_000)) / 1e6, status: statuses[number(3)], message: flip() ? "m" + text() : nil,
            attributes: object(3), resource: resource(), scope: flip() ? "s" + text() : nil,
            traceState: flip() ? "a=1" : nil,
            events: flip() ? list { SpanMoment(name: $0.text(), time: $0.time(), attributes: $0.object(2)) } : nil,
            links: flip()
                ? list {
                    SpanLink(
                        trace: TraceID(high: $0.bits() | 1, low: 1), span: SpanID($0.bits() | 1),
                        attributes: $0.object(2))
                } : nil)
    }

    private mutating func line() -> LogRecorded {
        LogRecorded(
            severity: number(25), level: text(), logger: text(), at: time(), body: json(3), attributes: object(3),
            resource: resource())
    }

    private mutating func metrics() -> MetricsReceived {
        MetricsReceived(resource: resource(), families: list { $0.family() })
    }

    private mutating func family() -> MetricFamily {
        let kind = MetricFamily.Kind.allCases[number(4)]
        return MetricFamily(
            name: "n" + text(), kind: kind, unit: text(), help: text(), isDelta: kind != .summary && flip(),
            points: list { $0.point(kind) })
    }

    private mutating func point(_ kind: MetricFamily.Kind) -> MetricPoint {
        let exemplars = list { one in
            MetricExemplar(
                value: MetricNumber(Double(one.number(99))), time: one.time(),
                trace: TraceID(high: one.bits() | 1, low: 3),
                span: SpanID(7))
        }
        return MetricPoint(
            labels: JSONObject((0..<number(3)).map { ("l\($0)", .string(text())) }), time: time(),
            start: flip() ? time() : nil, value: number(8) == 0 ? .number(.stale) : value(kind),
            exemplars: kind == .summary || flip() ? [] : exemplars)
    }

    private mutating func value(_ kind: MetricFamily.Kind) -> MetricPoint.Value {
        switch kind {
        case .counter, .gauge: .number([MetricNumber(.infinity), 0.1, -2, MetricNumber(.nan), 1e300][number(5)])
        case .histogram:
            .histogram(
                count: Double(number(99)), sum: flip() ? MetricNumber(1.5) : nil, bounds: [0.5, 2, 7],
                counts: (0..<4).map { _ in Double(number(9)) })
        case .summary: .summary(count: 3, sum: 4, quantiles: list { .init(share: Double($0.number(2)), value: 2.5) })
        }
    }

    private mutating func resource() -> JSONObject { ["service.name": .string("s\(number(3))"), "n": .int(number(2))] }

    private mutating func object(_ depth: Int) -> JSONObject {
        JSONObject((0..<number(4)).map { ("k\($0)", json(depth - 1)) })
    }

    private mutating func json(_ depth: Int) -> JSON {
        switch number(depth > 0 ? 8 : 6) {
        case 0: .null
        case 1: .bool(flip())
        case 2: .int(Int(truncatingIfNeeded: bits()))
        case 3: .double(Double(number(1000)) / 8)
        case 4, 5: .string(text())
        case 6: .array(list { $0.json(depth - 1) })
        default: .object(object(depth))
        }
    }

    private mutating func text() -> String { ["", "a", "\"q\"\\\n", "größe €", "🚀 up", "x.y/z"][number(6)] }

    private mutating func time() -> Timestamp {
        Timestamp(nanoseconds: 1_790_000_000_000_000_000 + Int64(number(1 << 40)) * 1000)
    }

    /// One to three items.
    private mutating func list<Item>(_ item: (inout RandomTelemetry) -> Item) -> [Item] {
        (0...number(3)).map { _ in item(&self) }
    }

    private mutating func number(_ below: Int) -> Int { Int(bits() >> 1) % below }
    private mutating func flip() -> Bool { bits() & 1 == 1 }
    private mutating func bits() -> UInt64 { generator.next() }

    /// SplitMix64.
    private struct Generator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
