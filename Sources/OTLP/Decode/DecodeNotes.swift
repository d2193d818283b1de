/// What was left out of an export, and why.
struct DecodeNotes {
    /// Records that became part of an event.
    var accepted = 0
    /// Texts that were longer than the limits allow.
    var cut = 0
    /// Texts that were not UTF-8.
    var repaired = 0
    /// Attributes, events, links and exemplars that were too many or too large.
    var dropped = 0
    private(set) var rejected = 0
    private var reasons: [(reason: String, count: Int)] = []

    /// Counts records that are refused for a reason; there are few reasons.
    mutating func reject(_ reason: String, count: Int = 1) {
        rejected += count
        if let index = reasons.firstIndex(where: { $0.reason == reason }) {
            reasons[index].count += count
        } else {
            reasons.append((reason, count))
        }
    }

    /// For the sender: `2 spans rejected: 2 with a trace_id that is not 16 bytes`.
    func message(of signal: OTLPSignal) -> String {
        var parts: [String] = []
        if rejected > 0 {
            let list = reasons.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
            parts.append("\(rejected) \(signal.recordName)\(rejected == 1 ? "" : "s") rejected: \(list)")
        }
        if cut > 0 { parts.append("\(cut) too long texts cut off") }
        if dropped > 0 { parts.append("\(dropped) attributes or parts beyond the limits dropped") }
        if repaired > 0 { parts.append("\(repaired) texts that are not UTF-8 repaired") }
        return parts.joined(separator: "; ")
    }
}
