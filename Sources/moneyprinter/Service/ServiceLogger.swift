import Logging

/// What the process says of itself on standard error; what happens is in the event log.
enum ServiceLogger {
    static func make(_ level: Configuration.LogLevel) -> Logger {
        var logger = Logger(label: "moneyprinter") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: level.rawValue) ?? .info
        return logger
    }
}
