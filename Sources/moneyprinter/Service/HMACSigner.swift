import Alerting
import Crypto
import Foundation

/// Signs webhooks with HMAC-SHA256 and a secret that the receiver has too.
struct HMACSigner: WebhookSigner {
    let secret: Alerting.Secret

    func hmacSHA256(of message: [UInt8]) -> [UInt8] {
        let key = SymmetricKey(data: Data(secret.value.utf8))
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }
}
