import EventStore
import Foundation

/// `--name value` pairs of the command line.
struct Options {
    private var values: [String: String] = [:]

    init(_ arguments: some Sequence<String>) throws {
        var name: String?
        for argument in arguments {
            if let known = name {
                values[known] = argument
                name = nil
            } else {
                try Failure.unless(argument.hasPrefix("--"), "expected an option, not '\(argument)'")
                name = String(argument.dropFirst(2))
            }
        }
        try Failure.unless(name == nil, "--\(name ?? "") needs a value")
    }

    /// `--seed S --principals N`.
    func workload() throws -> Workload {
        Workload(seed: UInt64(try int("seed", default: 1)), principals: try int("principals", default: 1))
    }

    func text(_ name: String) throws -> String {
        guard let value = values[name] else { throw Failure("--\(name) is missing") }
        return value
    }

    func text(_ name: String, default value: String) -> String { values[name] ?? value }

    func int(_ name: String, default value: Int) throws -> Int {
        guard let text = values[name] else { return value }
        guard let number = Int(text), number >= 0 else { throw Failure("--\(name) is a whole number, not '\(text)'") }
        return number
    }
}

extension SQLiteEventLog {
    /// A new log in a folder that must not have one.
    static func create(in folder: String, clock: any WallClock = SystemWallClock()) throws -> SQLiteEventLog {
        try Failure.unless(
            !FileManager.default.fileExists(atPath: "\(folder)/events.db"), "there is a log in \(folder)")
        return try open(folder: folder, clock: clock)
    }
}
