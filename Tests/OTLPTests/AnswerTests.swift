import EventStore
import Testing

@testable import OTLP

@Suite("Answers to exports")
struct AnswerTests {
    private static func batch(rejected: Int, _ message: String) -> OTLPBatch {
        OTLPBatch(proposals: [], accepted: 1, rejected: rejected, message: message)
    }

    @Test("that nothing was left out of are empty messages")
    func empty() {
        #expect(OTLPAnswer.success(Self.batch(rejected: 0, ""), of: .traces, in: .protobuf).isEmpty)
        #expect(OTLPAnswer.success(Self.batch(rejected: 0, ""), of: .traces, in: .json) == Array("{}".utf8))
    }

    @Test("say what was refused, under the name that each signal has for it")
    func partial() {
        let names: [OTLPSignal: String] = [
            .traces: "rejectedSpans", .metrics: "rejectedDataPoints", .logs: "rejectedLogRecords",
        ]
        for (signal, name) in names {
            let json = OTLPAnswer.success(Self.batch(rejected: 2, "why"), of: signal, in: .json)
            #expect(
                String(decoding: json, as: UTF8.self) == #"{"partialSuccess":{"\#(name)":"2","errorMessage":"why"}}"#)
        }
    }

    @Test("say the same to an exporter in both formats", arguments: OTLPFormat.allCases)
    func reading(format: OTLPFormat) {
        let body = OTLPAnswer.success(Self.batch(rejected: 300, "why"), of: .logs, in: format)
        let (rejected, message) = OTLPAnswer.partial(body, in: format, of: .logs)
        #expect(rejected == 300 && message == "why")
        #expect(OTLPAnswer.partial([0xFF, 0xFF], in: format, of: .logs).rejected == 0)
    }

    @Test("that refuse have a code and a message")
    func failure() {
        let json = OTLPAnswer.failure(.unavailable, "later", in: .json)
        #expect(String(decoding: json, as: UTF8.self) == #"{"code":14,"message":"later"}"#)
        #expect(OTLPAnswer.failure(.invalidArgument, "no", in: .protobuf) == [0x08, 3, 0x12, 2, 0x6E, 0x6F])
    }
}
