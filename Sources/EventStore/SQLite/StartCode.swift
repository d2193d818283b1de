import Foundation
import Glibc

/// The pages of code that are in memory because the start needed them: a third of what a small service holds.
enum StartCode {
    /// Lets go of all pages of code, the first time that it is called; those that are needed again are found in the
    /// system's cache of files, without reading.
    static func letGo() { _ = once }

    private static let once: Void = {
        guard let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8) else { return }
        for range in ranges(maps) {
            madvise(UnsafeMutableRawPointer(bitPattern: range.lowerBound), range.count, MADV_DONTNEED)
        }
    }()

    /// What is executed from files, of the memory of a process as Linux lists it (proc(5)).
    ///
    /// Nothing that may be written to is among it: that would be lost.
    static func ranges(_ maps: String) -> [Range<UInt>] {
        maps.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            guard words.count > 5, words[1] == "r-xp", words[5].hasPrefix("/") else { return nil }
            let bounds = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard bounds.count == 2, bounds[0] < bounds[1] else { return nil }
            return bounds[0]..<bounds[1]
        }
    }
}
