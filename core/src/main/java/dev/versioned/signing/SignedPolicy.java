package dev.versioned.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.versioned.internal.Dsse;
import dev.versioned.internal.Text;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.VersionNumber;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@link TrustPolicy} as a text that a root key has signed. Readers are configured with the
 * public half of the root key alone; the text may travel over any channel. Its serial number grows
 * with each change, so that an older one can be refused.
 *
 * <p>The text has a line for each key, artifact pattern and listed version, then the signature:
 *
 * <pre>{@code
 * versioned trust policy 1
 * serial 4
 * expires 2027-03-01T00:00:00Z
 * artifacts checkout* billing
 * moves PT24H
 * trust MCowBQYDK2VwAyEA…
 * revoke MFkwEwYHKoZIzj0C…
 * allow checkout 7 sha256:9f86d08…
 * attestation https://slsa.dev/provenance/v1 MCowBQYDK2VwAyEA…
 * signature 3c1f…(the root key's id) (the signature in base 64)
 * }</pre>
 *
 * @param policy the policy
 * @param serial its serial number, 1 or more
 */
public record SignedPolicy(TrustPolicy policy, long serial) {
  private static final String TITLE = "versioned trust policy 1";
  private static final String PAYLOAD_TYPE = "application/vnd.versioned.trust-policy";
  private static final String SIGNATURE = "signature ";
  private static final int MOST_CHARACTERS = 4 << 20;

  /**
   * Makes the value.
   *
   * @param policy the policy
   * @param serial its serial number, 1 or more
   * @throws IllegalArgumentException if the serial number is less than 1
   */
  public SignedPolicy {
    Objects.requireNonNull(policy, "policy");
    if (serial < 1) {
      throw new IllegalArgumentException(
          "Cannot number a trust policy " + serial + ": the first serial number is 1");
    }
  }

  /**
   * Signs the policy.
   *
   * @param root the root key
   * @return the text
   */
  public String sign(Signer root) {
    Objects.requireNonNull(root, "root");
    StringBuilder text = new StringBuilder();
    line(text, TITLE);
    line(text, "serial " + serial);
    policy.expiry().ifPresent(expiry -> line(text, "expires " + expiry));
    line(text, "artifacts " + String.join(" ", policy.artifacts()));
    policy.signedMoves().ifPresent(within -> line(text, "moves " + within));
    policy.keys().forEach(key -> line(text, "trust " + key.base64()));
    policy.revoked().values().forEach(key -> line(text, "revoke " + key.base64()));
    policy.allowed().forEach((version, digest) -> line(text, "allow " + version + " " + digest));
    policy
        .attestations()
        .forEach(
            (type, keys) ->
                line(
                    text,
                    keys.values().stream()
                        .map(VerifyingKey::base64)
                        .collect(Collectors.joining(" ", "attestation " + type + " ", ""))));
    byte[] signature = root.sign(message(text.toString()));
    line(
        text,
        SIGNATURE + root.verifyingKey().id() + " " + Base64.getEncoder().encodeToString(signature));
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }

  private static byte[] message(String body) {
    return Dsse.message(PAYLOAD_TYPE, body.getBytes(UTF_8));
  }

  /**
   * Reads a text, and verifies the root key's signature before anything else in it is looked at.
   *
   * @param text the text
   * @param root the public half of the root key
   * @return the policy and its serial number
   * @throws IllegalArgumentException if the text is not signed by the root key, or is not a policy
   */
  public static SignedPolicy parse(String text, VerifyingKey root) {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(root, "root");
    int at = text.lastIndexOf("\n" + SIGNATURE) + 1;
    if (at == 0 || text.length() > MOST_CHARACTERS) {
      throw refused("it has no signature at its end, or is too long");
    }
    String body = text.substring(0, at);
    String[] signature = text.substring(at).strip().split(" ", -1);
    // rule: policy-is-signed-by-its-root
    if (signature.length != 3
        || !signature[1].equals(root.id())
        || !root.verifies(message(body), decode(signature[2]))) {
      throw refused("it is not signed by the root key " + root);
    }
    try {
      return read(body);
    } catch (DateTimeException | NumberFormatException e) {
      throw new IllegalArgumentException("Cannot read a trust policy: " + e.getMessage(), e);
    }
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // no signature
    }
  }

  private static SignedPolicy read(String body) {
    List<String> lines = body.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(TITLE)) {
      throw refused("its first line is not: " + TITLE);
    }
    long serial = 0;
    List<VerifyingKey> trusted = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("trust ")) {
        trusted.add(VerifyingKey.decode(decode(line.substring("trust ".length()))));
      }
    }
    TrustPolicy policy = TrustPolicy.of(trusted);
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "serial" -> serial = Long.parseLong(word(words, 1));
        case "expires" -> policy = policy.withExpiry(Instant.parse(word(words, 1)));
        case "artifacts" ->
            policy =
                policy.withArtifacts(
                    List.of(words).subList(1, words.length).toArray(String[]::new));
        case "moves" -> policy = policy.withSignedMoves(Duration.parse(word(words, 1)));
        case "trust" -> {}
        case "revoke" -> policy = policy.withRevoked(VerifyingKey.decode(decode(word(words, 1))));
        case "allow" ->
            policy =
                policy.withAllowed(
                    ArtifactName.parse(word(words, 1)),
                    VersionNumber.parse(word(words, 2)),
                    Digest.parse(word(words, 3)));
        case "attestation" ->
            policy =
                policy.withAttestation(
                    word(words, 1),
                    Stream.of(words)
                        .skip(2)
                        .map(key -> VerifyingKey.decode(decode(key)))
                        .toArray(VerifyingKey[]::new));
        // A rule that this library does not know may be the one that matters.
        default -> throw refused("it has an unknown line: " + Text.quote(line));
      }
    }
    return new SignedPolicy(policy, serial);
  }

  private static String word(String[] words, int index) {
    if (index >= words.length) {
      throw refused("its line " + words[0] + " is incomplete");
    }
    return words[index];
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("Cannot read a trust policy: " + why);
  }
}
