package dev.versioned.cli;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.VersionNumber;
import dev.versioned.signing.SignedPolicy;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.signing.VerifyingKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints a signed trust policy. */
@Command(
    name = "trust",
    description = {
      "Print a trust policy, signed by a root key, for --trust of readers.",
      "Readers need only the root's public key, as --trust-root; the policy may change."
    },
    footer = {
      "",
      "Examples:",
      "  versioned trust --root-key root.pem --serial 1 --key release.pem.pub > policy.txt",
      "  versioned trust --root-key root.pem --serial 2 --key new.pem.pub --revoke old.pem.pub --signed-moves 1d",
      "  versioned trust --root-key root.pem --serial 3 --key new.pem.pub --attestation https://slsa.dev/provenance/v1=ci.pub"
    })
final class TrustCommand extends ToolCommand {
  private static final Pattern VERSION = Pattern.compile("([^:=]+):([^:=]+)=(.+)");

  @Option(
      names = "--root-key",
      required = true,
      paramLabel = "FILE",
      description = "The private key that signs the policy.")
  String rootKey;

  @Option(
      names = "--serial",
      required = true,
      paramLabel = "NUMBER",
      description = "The policy's number, higher at each change.")
  long serial;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "A public key that is trusted; may be repeated.")
  List<String> keys;

  @Option(
      names = "--revoke",
      paramLabel = "FILE",
      description = "A public key whose signatures count for versions of --allow only.")
  List<String> revoked = new ArrayList<>();

  @Option(
      names = "--allow",
      paramLabel = "NAME:VERSION=DIGEST",
      description = "A version that a revoked key had signed before it was stolen.")
  List<String> allowed = new ArrayList<>();

  @Option(
      names = "--attestation",
      paramLabel = "TYPE=FILE",
      description =
          "Demand an attached attestation of this predicate type, by this public key; may be"
              + " repeated: one of the keys of a type is enough.")
  List<String> attestations = new ArrayList<>();

  @Option(
      names = "--artifacts",
      paramLabel = "PATTERN",
      description = "A name, or a name's beginning and *; may be repeated; default: all artifacts.")
  List<String> artifacts = new ArrayList<>();

  @Option(
      names = "--signed-moves",
      paramLabel = "DURATION",
      description =
          "Demand that aliases were moved or renewed with a trusted key within this time.")
  @Nullable Duration moves;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "When the policy ends, such as 2027-03-01T00:00:00Z.")
  @Nullable String expires;

  @Override
  ExitCode run(Session session) {
    KeyFiles files = new KeyFiles(session);
    List<VerifyingKey> trusted = keys.stream().map(files::verifyingKey).toList();
    TrustPolicy policy = TrustPolicy.of(trusted);
    for (String file : revoked) {
      policy = policy.withRevoked(files.verifyingKey(file));
    }
    for (String version : allowed) {
      policy = allow(policy, version);
    }
    for (Map.Entry<String, List<VerifyingKey>> demand : demands(files).entrySet()) {
      policy =
          policy.withAttestation(demand.getKey(), demand.getValue().toArray(VerifyingKey[]::new));
    }
    if (!artifacts.isEmpty()) {
      policy = policy.withArtifacts(artifacts.toArray(String[]::new));
    }
    if (moves != null) {
      policy = policy.withSignedMoves(moves);
    }
    if (expires != null) {
      policy = policy.withExpiry(time(expires));
    }
    String text = new SignedPolicy(policy, serial).sign(files.signingKey(rootKey)).strip();
    session.print(Answer.of(Fields.of("policy", text), text::lines));
    return ExitCode.DONE;
  }

  /** Returns the keys of each predicate type, which may have an equals sign itself. */
  private Map<String, List<VerifyingKey>> demands(KeyFiles files) {
    Map<String, List<VerifyingKey>> demands = new TreeMap<>();
    for (String attestation : attestations) {
      int at = attestation.lastIndexOf('=');
      if (at < 0) {
        throw new IllegalArgumentException(
            "Cannot demand '" + attestation + "': write TYPE=FILE, with a public key in FILE");
      }
      demands
          .computeIfAbsent(attestation.substring(0, at), type -> new ArrayList<>())
          .add(files.verifyingKey(attestation.substring(at + 1)));
    }
    return demands;
  }

  private static TrustPolicy allow(TrustPolicy policy, String version) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "Cannot allow '" + version + "': write NAME:VERSION=sha256:HEX");
    }
    return policy.withAllowed(
        ArtifactName.parse(parts.group(1)),
        VersionNumber.parse(parts.group(2)),
        Digest.parse(parts.group(3)));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "Cannot use '" + text + "' as a time: write it like 2027-03-01T00:00:00Z", e);
    }
  }
}
