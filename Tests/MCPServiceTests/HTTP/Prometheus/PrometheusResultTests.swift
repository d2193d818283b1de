import Testing

@testable import MCPService
@testable import PromQL

@Suite("The results of the Prometheus API")
struct PrometheusResultTests {
    private func text(_ result: QueryResult) -> String {
        String(decoding: PrometheusResult.bytes(of: result), as: UTF8.self)
    }

    @Test("have times in whole seconds or with three decimals, as Prometheus writes them, and values as texts")
    func numbers() {
        let samples = Samples(
            timestamps: [1000, 1500, 1_435_781_451_007, -1500], values: [7, -0.0, 1e21, .nan])
        #expect(
            text(.matrix([RangeSeries(labels: ["__name__": "up"], samples: samples)]))
                == #"{"resultType":"matrix","result":[{"metric":{"__name__":"up"},"values":"#
                + #"[[1,"7"],[1.500,"-0"],[1435781451.007,"1000000000000000000000"],[-1.500,"NaN"]]}]}"#)
    }

    @Test("have the times of each series, be they those of the one before or not")
    func times() {
        let series = [[1000, 2000], [1000, 2000], [2000], [1000, 2500]].map { times in
            RangeSeries(
                labels: .none, samples: Samples(timestamps: times, values: times.map { Double($0) / 10 }))
        }
        let values = [
            #"[1,"100"],[2,"200"]"#, #"[1,"100"],[2,"200"]"#, #"[2,"200"]"#, #"[1,"100"],[2.500,"250"]"#,
        ]
        let all = values.map { #"{"metric":{},"values":[\#($0)]}"# }.joined(separator: ",")
        #expect(text(.matrix(series)) == #"{"resultType":"matrix","result":[\#(all)]}"#)
    }

    @Test("are scalars, texts and vectors too, with everything escaped")
    func kinds() {
        #expect(text(.scalar(-2.5, at: 4000)) == #"{"resultType":"scalar","result":[4,"-2.5"]}"#)
        #expect(text(.string("a\"b", at: 4000)) == #"{"resultType":"string","result":[4,"a\"b"]}"#)
        let sample = InstantSample(labels: ["a": "\n"], timestamp: 4000, value: .infinity)
        #expect(
            text(.vector([sample]))
                == #"{"resultType":"vector","result":[{"metric":{"a":"\n"},"value":[4,"+Inf"]}]}"#)
    }
}
