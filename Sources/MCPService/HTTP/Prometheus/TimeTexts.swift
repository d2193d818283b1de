import PromQL

/// What stands before the values of a list of points, `[1435781451.781,"`, written once for all series of the same times.
struct TimeTexts {
    private var times: [Int64] = []
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// For points at these times; nothing is done where they are those of the last.
    mutating func prepare(_ times: [Int64]) {
        guard times != self.times else { return }
        self.times = times
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        for time in times {
            bytes.append(UInt8(ascii: "["))
            PrometheusTime.write(time, to: &bytes)
            bytes.append(UInt8(ascii: ","))
            bytes.append(UInt8(ascii: "\""))
            ends.append(bytes.count)
        }
    }

    func write(_ index: Int, to output: inout [UInt8]) {
        let start = index == 0 ? 0 : ends[index - 1]
        bytes.withUnsafeBufferPointer {
            output.append(contentsOf: UnsafeBufferPointer(rebasing: $0[start..<ends[index]]))
        }
    }
}
