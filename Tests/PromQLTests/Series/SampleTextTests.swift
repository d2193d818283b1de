import Testing

@testable import PromQL

@Suite("Numbers as Prometheus writes them")
struct SampleTextTests {
    private func written(_ value: Double) -> String {
        var bytes = Array("x".utf8)
        SampleText.write(value, to: &bytes)
        return String(decoding: bytes.dropFirst(), as: UTF8.self)
    }

    @Test(
        "have no exponent and nothing after a whole number",
        arguments: [
            (0.0, "0"), (-0.0, "-0"), (1, "1"), (-12, "-12"), (0.1, "0.1"), (-2.5, "-2.5"), (1e-4, "0.0001"),
            (1e-5, "0.00001"), (2.5e-7, "0.00000025"), (9_007_199_254_740_991, "9007199254740991"),
            (9_007_199_254_740_992, "9007199254740992"), (1e21, "1000000000000000000000"), (.infinity, "+Inf"),
            (-.infinity, "-Inf"), (.nan, "NaN"), (1.0 / 3, "0.3333333333333333"),
        ])
    func words(value: Double, text: String) {
        #expect(SampleText.format(value) == text)
        #expect(written(value) == text)
    }

    @Test("are the same as bytes and as a text, and read back as they were", arguments: UInt64(0)..<20)
    func random(seed: UInt64) {
        var bits = seed
        for _ in 0..<500 {
            // Knuth's generator; the upper bits are the better ones.
            bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let whole = Double(bits >> 40)
            for value in [Double(bitPattern: bits), whole / 8_388_608 - 1, whole / 100, whole * whole * 1e6] {
                let text = SampleText.format(value)
                #expect(written(value) == text)
                #expect(value.isNaN || SampleText.parse(text) == value)
            }
        }
    }
}
