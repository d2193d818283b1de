/// One message on its way to a mail server: a state machine that gives what to do next.
///
/// greeting → EHLO → (STARTTLS → EHLO) → (AUTH) → MAIL → RCPT … → DATA → the message → QUIT. Every answer comes in as
/// lines; an answer that refuses ends the conversation.
struct SMTPConversation: Sendable {
    enum Action: Equatable {
        /// Send these bytes and read the next answer.
        case send(String)
        /// Turn the connection into one with TLS, then call ``secured()``.
        case secure
        /// The message is accepted; close.
        case done
        case fail(DeliveryError)
    }

    enum Security: String, CaseIterable, Sendable {
        /// STARTTLS must be offered.
        case required
        /// STARTTLS is used where it is offered.
        case offered
        /// Never.
        case none
    }

    struct Login: Sendable {
        let user: String
        let password: Secret
    }

    private enum State {
        case greeting, hello, startTLS, loginName, loginPassword, authenticated, sender
        case recipient(Int)
        case data, message, quit
    }

    private let mail: MailMessage
    private let client: String
    private let security: Security
    private let login: Login?
    private let allowsPlainLogin: Bool
    private var state = State.greeting
    private var isSecure: Bool

    /// - Parameters:
    ///   - allowsPlainLogin: whether a password may go over a connection without TLS, as to a server on this machine.
    ///   - isSecure: whether the connection has TLS already.
    init(
        _ mail: MailMessage, client: String, security: Security, login: Login?, allowsPlainLogin: Bool = false,
        isSecure: Bool = false
    ) {
        self.allowsPlainLogin = allowsPlainLogin
        self.mail = mail
        self.client = client
        self.security = security
        self.login = login
        self.isSecure = isSecure
    }

    /// Takes a whole answer, of one or more lines without their ends.
    mutating func receive(_ lines: [String]) -> Action {
        guard let last = lines.last, let code = Int(last.prefix(3)) else {
            return .fail(DeliveryError("the mail server does not speak SMTP"))
        }
        guard (200..<400).contains(code) else {
            return .fail(DeliveryError("the mail server refused with \(code)", isPermanent: (500..<600).contains(code)))
        }
        switch state {
        case .greeting: return go(.hello, "EHLO \(client)")
        case .hello: return afterHello(lines)
        case .startTLS: return .secure
        case .loginName: return go(.loginPassword, Base64.text(Array((login?.user ?? "").utf8)))
        case .loginPassword: return go(.authenticated, Base64.text(Array((login?.password.value ?? "").utf8)))
        case .authenticated: return go(.sender, "MAIL FROM:<\(mail.sender)>")
        case .sender: return recipient(0)
        case .recipient(let place): return recipient(place + 1)
        case .data: return go(.message, mail.dotted + "\r\n.")
        case .message: return go(.quit, "QUIT")
        case .quit: return .done
        }
    }

    /// The connection has TLS now.
    mutating func secured() -> Action {
        isSecure = true
        return go(.hello, "EHLO \(client)")
    }

    private mutating func afterHello(_ lines: [String]) -> Action {
        let offers = lines.map { $0.dropFirst(4).uppercased() }
        if !isSecure, security != .none {
            if offers.contains("STARTTLS") { return go(.startTLS, "STARTTLS") }
            if security == .required {
                return .fail(DeliveryError("the mail server offers no STARTTLS", isPermanent: true))
            }
        }
        guard let login else { return go(.sender, "MAIL FROM:<\(mail.sender)>") }
        guard isSecure || allowsPlainLogin else {
            return .fail(DeliveryError("a login needs STARTTLS", isPermanent: true))
        }
        guard let methods = offers.first(where: { $0.hasPrefix("AUTH") }) else {
            return .fail(DeliveryError("the mail server offers no login", isPermanent: true))
        }
        guard methods.contains("PLAIN") else { return go(.loginName, "AUTH LOGIN") }
        let words = [0] + Array(login.user.utf8) + [0] + Array(login.password.value.utf8)
        return go(.authenticated, "AUTH PLAIN \(Base64.text(words))")
    }

    private mutating func recipient(_ place: Int) -> Action {
        guard place < mail.recipients.count else { return go(.data, "DATA") }
        return go(.recipient(place), "RCPT TO:<\(mail.recipients[place])>")
    }

    private mutating func go(_ next: State, _ line: String) -> Action {
        state = next
        return .send(line + "\r\n")
    }
}
