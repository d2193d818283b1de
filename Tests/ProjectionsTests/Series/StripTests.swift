import PromQL
import TestKit
import Testing

@testable import Projections

@Suite("A strip of values")
struct StripTests {
    /// Packs and unpacks; the values come back to the bit.
    private func check(_ values: [Double], _ presence: Presence, rows: Int) throws -> Int {
        var bytes: [UInt8] = []
        Strip.append(values, presence, rows: rows, to: &bytes)
        let size = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: BitPacking.slack))
        let (header, decoded) = bytes.withUnsafeBytes { buffer -> (Strip.Header?, [Double]) in
            guard let base = buffer.baseAddress else { return (nil, []) }
            #expect(Strip.strips(base, from: 0, to: size, rows: rows) == 1)
            let header = Strip.Header(base, offset: 0, end: size, rows: rows)
            let decoded = [Double](unsafeUninitializedCapacity: Strip.rows) { target, count in
                guard let target = target.baseAddress else { return }
                Strip.decode(header, base, into: target)
                count = header.count
            }
            return (header, decoded)
        }
        #expect(header?.end == size)
        #expect(decoded.map(\.bitPattern) == values.map(\.bitPattern))
        #expect((header?.presence ?? .first(rows)) == presence)
        return size
    }

    @Test("gives back every value of every kind to the bit", arguments: 0..<200)
    func roundTrip(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let rows = Int.random(in: 1...Strip.rows, using: &random)
        var presence = Presence()
        for row in 0..<rows where seed.isMultiple(of: 3) ? Bool.random(using: &random) : true { presence[row] = true }
        if presence.count == 0 { presence[rows - 1] = true }
        var total = 0.0
        let odd: [Double] = [
            .nan, .infinity, -.infinity, -0.0, .staleMarker, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e300,
        ]
        let values = (0..<presence.count).map { _ -> Double in
            if seed.isMultiple(of: 5), Int.random(in: 0..<20, using: &random) == 0 {
                return odd.randomElement(using: &random) ?? 0
            }
            switch seed % 7 {
            case 0: return 42
            case 1:
                total =
                    Int.random(in: 0..<90, using: &random) == 0
                    ? 0 : total + Double.random(in: 0..<9, using: &random).rounded()
                return total
            case 2: return (Double.random(in: -50...50, using: &random) * 100).rounded() / 100
            case 3: return Double.random(in: -1...1, using: &random)
            case 4: return Double(Int64.random(in: -(1 << 53)...(1 << 53), using: &random))
            case 5: return Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random))
            default:
                total += 0.1
                return total
            }
        }
        _ = try check(values, presence, rows: rows)
    }

    @Test("takes a byte a value or less for a counter that grows by less than 100 a row")
    func size() throws {
        var random = SplitMix64(seed: 1)
        var total = 1_000_000.0
        let values = (0..<Strip.rows).map { _ -> Double in
            total += Double(Int.random(in: 0..<100, using: &random))
            return total
        }
        #expect(try check(values, .first(Strip.rows), rows: Strip.rows) < 125)
    }

    @Test("is refused where its bytes are damaged, or reads something, but never beyond them", arguments: 0..<200)
    func damage(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        var bytes: [UInt8] = []
        let values = (0..<100).map { _ in Double(Int.random(in: 0..<1000, using: &random)) / 10 }
        Strip.append(values, .first(100), rows: 100, to: &bytes)
        let size = bytes.count
        for _ in 0..<3 { bytes[Int.random(in: 0..<size, using: &random)] = UInt8.random(in: 0...255, using: &random) }
        bytes.append(contentsOf: repeatElement(0, count: BitPacking.slack))
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, Strip.strips(base, from: 0, to: size, rows: 100) == 1 else { return }
            let header = Strip.Header(base, offset: 0, end: size, rows: 100)
            withUnsafeTemporaryAllocation(of: Double.self, capacity: Strip.rows) { target in
                guard let target = target.baseAddress else { return }
                Strip.decode(header, base, into: target)
            }
        }
    }

    @Test("of whole numbers gives them back", arguments: 0..<50)
    func wholes(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let count = Int.random(in: 0...700, using: &random)
        let wide = seed.isMultiple(of: 3)
        let numbers = (0..<count).map { _ in
            wide ? Int64.random(in: .min ... .max, using: &random) : Int64.random(in: 0...50_000, using: &random)
        }
        var bytes: [UInt8] = []
        WholeStrip.append(numbers, to: &bytes)
        let size = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: BitPacking.slack))
        let read = bytes.withUnsafeBytes { buffer -> [Int64]? in
            guard let base = buffer.baseAddress else { return nil }
            var cursor = ByteCursor(base, end: size)
            return WholeStrip.read(count, &cursor)
        }
        #expect(read == numbers)
    }
}
