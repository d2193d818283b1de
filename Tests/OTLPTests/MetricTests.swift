import EventStore
import Testing

@testable import OTLP

@Suite("Received metrics")
struct MetricTests {
    private func families(_ metrics: [[UInt8]]) async throws -> ([MetricFamily], OTLPBatch) {
        let exported = try await Exported(Wire.export(metrics), of: .metrics)
        return (try exported.facts(MetricsReceived.self).flatMap(\.families), exported.batch)
    }

    private static func metric(_ kind: UInt64, _ content: @escaping (inout ProtobufWriter) -> Void) -> [UInt8] {
        Wire.bytes { metric in
            metric.text(1, "m")
            metric.text(2, "help")
            metric.text(3, "s")
            metric.message(kind, content)
        }
    }

    private static let time = Timestamp(nanoseconds: 1_790_000_000_000_000_000)
    private static let start = Timestamp(nanoseconds: 1_780_000_000_000_000_000)

    private static func times(_ point: inout ProtobufWriter) {
        point.fixed64(2, UInt64(start.nanoseconds))
        point.fixed64(3, UInt64(time.nanoseconds))
    }

    @Test("go to the stream of the instance that sent them, with their resource")
    func stream() async throws {
        let gauge = Self.metric(5) { $0.message(1) { $0.double(4, 1) } }
        let body = Wire.export([gauge], resource: [Wire.text("service.instance.id", "a 1")])
        let exported = try await Exported(body, of: .metrics)
        #expect(exported.events.map(\.stream.text) == ["metrics-shop/a_1"])
        let fact = try #require(try exported.facts(MetricsReceived.self).first)
        #expect(fact.resource == ["service.name": "shop", "service.instance.id": "a 1"])
    }

    @Test("of sums are counters where they only grow, and gauges where they do not", arguments: [true, false])
    func sums(isMonotonic: Bool) async throws {
        let (families, batch) = try await families([
            Self.metric(7) { sum in
                sum.message(1) { point in
                    Self.times(&point)
                    point.block(7, Wire.text("route", "/"))
                    point.block(
                        7,
                        Wire.attribute("code") {
                            $0.tag(.varint(3)); $0.varint(200)
                        })
                    point.tag(.fixed64(6))
                    point.fixed64(UInt64(bitPattern: -4))
                    point.message(5) { exemplar in
                        exemplar.fixed64(2, UInt64(Self.time.nanoseconds))
                        exemplar.double(3, 0.5)
                        exemplar.identifier(4, 5)
                        exemplar.identifier(5, 6, 7)
                    }
                }
                sum.varint(2, 1)
                sum.varint(3, isMonotonic ? 1 : 0)
            }
        ])
        let exemplar = MetricExemplar(value: 0.5, time: Self.time, trace: TraceID(high: 6, low: 7), span: SpanID(5))
        let point = MetricPoint(
            labels: ["route": "/", "code": "200"], time: Self.time, start: Self.start, value: .number(-4),
            exemplars: [exemplar])
        let kind: MetricFamily.Kind = isMonotonic ? .counter : .gauge
        #expect(
            families == [MetricFamily(name: "m", kind: kind, unit: "s", help: "help", isDelta: true, points: [point])])
        #expect(batch.accepted == 1 && batch.rejected == 0)
    }

    @Test("of histograms keep their bounds", arguments: [true, false])
    func histogram(isPacked: Bool) async throws {
        let (families, _) = try await families([
            Self.metric(9) { histogram in
                histogram.message(1) { point in
                    point.fixed64(4, 6)
                    point.double(5, 12.5)
                    if isPacked {
                        point.block(6, Wire.bytes { for count in [1, 2, 3] { $0.fixed64(UInt64(count)) } })
                        point.block(7, Wire.bytes { for bound in [0.1, 1] { $0.fixed64(bound.bitPattern) } })
                    } else {
                        for count in [1, 2, 3] { point.fixed64(6, UInt64(count)) }
                        for bound in [0.1, 1] { point.double(7, bound) }
                    }
                }
                histogram.varint(2, 2)
            }
        ])
        let value = MetricPoint.Value.histogram(count: 6, sum: 12.5, bounds: [0.1, 1], counts: [1, 2, 3])
        #expect(families.first?.points == [MetricPoint(value: value)] && families.first?.isDelta == false)
    }

    private static let badBounds: [(bounds: [Double], counts: [Double], fault: String)] = [
        ([1, 2], [1, 1], "do not fit"), ([2, 1], [1, 1, 1], "ascend"), ([1, 1], [1, 1, 1], "ascend"),
        ([.nan], [1, 1], "ascend"), ([-.infinity], [1, 1], "ascend"), ([], [1, 1], "do not fit"),
    ]

    @Test("of histograms with bounds that are none are refused", arguments: badBounds.indices)
    func badHistogram(index: Int) throws {
        let (bounds, counts, fault) = Self.badBounds[index]
        #expect(try #require(ExplicitBuckets(bounds: bounds, counts: counts).fault(limit: 100)).contains(fault))
    }

    @Test("of histograms with an infinite bound or too many are fitted, and nothing of the count is lost")
    func fitted() {
        let infinite = ExplicitBuckets(bounds: [1, .infinity], counts: [1, 2, 3]).fitted(10)
        #expect(infinite.bounds == [1] && infinite.counts == [1, 5])
        let many = ExplicitBuckets(bounds: (0..<500).map(Double.init), counts: Array(repeating: 1, count: 501)).fitted(
            160)
        #expect(many.bounds.count <= 160 && many.counts.count == many.bounds.count + 1)
        #expect(many.counts.reduce(0, +) == 501 && many.bounds.first == 3)
    }

    @Test("of summaries keep their quantiles")
    func summary() async throws {
        let (families, _) = try await families([
            Self.metric(11) { summary in
                summary.message(1) { point in
                    point.fixed64(4, 3)
                    point.double(5, 9)
                    point.message(6) {
                        $0.double(1, 0.99); $0.double(2, 4)
                    }
                }
            }
        ])
        let value = MetricPoint.Value.summary(count: 3, sum: 9, quantiles: [.init(share: 0.99, value: 4)])
        #expect(families.first?.kind == .summary && families.first?.points == [MetricPoint(value: value)])
    }

    @Test("without a recorded value end their series", arguments: [(5, 8), (7, 8), (9, 10), (10, 10), (11, 8)])
    func stale(kind: Int, flags: Int) async throws {
        let (families, batch) = try await families([
            Self.metric(UInt64(kind)) { $0.message(1) { $0.varint(UInt64(flags), 1) } }
        ])
        #expect(families.first?.points == [MetricPoint(value: .number(.stale))] && batch.rejected == 0)
    }

    @Test("that are no good are refused point by point")
    func refusal() async throws {
        let (families, batch) = try await families([
            Self.metric(5) { gauge in
                gauge.message(1) { $0.double(4, 1) }
                gauge.message(1) { _ in }
                gauge.message(1) {
                    $0.fixed64(3, .max); $0.double(4, 1)
                }
            },
            Wire.bytes { $0.message(5) { gauge in gauge.message(1) { $0.double(4, 1) } } },
        ])
        #expect(families.count == 1 && families.first?.points.count == 1)
        #expect(batch.accepted == 1 && batch.rejected == 3)
        #expect(batch.message.contains("without a value") && batch.message.contains("without a name"))
    }

    @Test("that are many are spread over events that the log takes")
    func many() async throws {
        let gauge = Self.metric(5) { gauge in
            for number in 0..<50_000 {
                gauge.message(1) {
                    $0.block(7, Wire.text("n", "\(number)")); $0.double(4, Double(number))
                }
            }
        }
        let exported = try await Exported(Wire.export([gauge]), of: .metrics)
        #expect(exported.events.count > 1 && exported.batch.accepted == 50_000)
        #expect(try exported.facts(MetricsReceived.self).flatMap(\.families).flatMap(\.points).count == 50_000)
    }
}
