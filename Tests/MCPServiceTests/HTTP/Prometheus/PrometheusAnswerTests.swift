import EventStore
import HTTPTypes
import NIOCore
import Testing

@testable import MCPService

@Suite("Answers of the Prometheus API")
struct PrometheusAnswerTests {
    @Test(
        "are compressed for whoever takes gzip",
        arguments: [
            ("gzip", true), ("deflate, gzip;q=0.5", true), ("GZIP", true), ("x-gzip", true), ("*", true),
            ("br;q=1.0, *;q=0.1", true), ("gzip;q=0", false), ("gzip; q=0.0, *", false), ("*;q=0", false),
            ("deflate", false), ("identity", false), ("", false), ("gzippy", false),
        ])
    func accepting(accepted: String, isTaken: Bool) {
        #expect(PrometheusAnswer.takesGzip(accepted) == isTaken)
        #expect(!PrometheusAnswer.takesGzip(nil))
    }

    @Test("stay as they are where they are short or nobody takes gzip")
    func short() {
        let short = PrometheusAnswer.success(.string("x"))
        #expect(!short.isWorthPacking(for: "gzip"))
        let long = PrometheusAnswer.success(.string(String(repeating: "x", count: 5000)))
        #expect(!long.isWorthPacking(for: nil) && long.isWorthPacking(for: "gzip"))
    }

    @Test("say how they are packed, and that they depend on it")
    func packed() {
        let answer = PrometheusAnswer.success(.string(String(repeating: "x", count: 5000))).packed
        #expect(answer.body.readableBytes < 200)
        #expect(answer.headers[.contentEncoding] == "gzip" && answer.headers[.vary] == "Accept-Encoding")
        #expect(answer.headers[.contentType] == "application/json")
    }

    @Test("have remarks after the data")
    func remarks() {
        let answer = PrometheusAnswer.success(["a": 1], infos: ["thin"])
        #expect(String(buffer: answer.body) == #"{"status":"success","data":{"a":1},"infos":["thin"]}"#)
    }
}
