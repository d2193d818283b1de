/// Why a stage could not do its work: what failed, in words for the user, and what to do about it.
///
/// The code is stable and goes into `task.failed`; the message names the field, file or provider; the
/// hint says how to get past it. Neither ever holds a secret.
public struct StageError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kind of failure, as it is written in the log.
    public enum Code: String, Sendable, Codable {
        /// The input of the stage is not usable as it is.
        case invalidInput = "invalid_input"
        /// An external part (program, font, model, endpoint) is not installed or not configured.
        case missingPart = "missing_part"
        /// A program or provider was there and failed.
        case providerFailed = "provider_failed"
        /// A program or provider did not finish in time.
        case timedOut = "timed_out"
        /// The work was cancelled on purpose.
        case cancelled
        /// A bound of the service would be exceeded (length, size, disk).
        case limitExceeded = "limit_exceeded"
    }

    public let code: Code
    public let message: String
    public let hint: String?

    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
