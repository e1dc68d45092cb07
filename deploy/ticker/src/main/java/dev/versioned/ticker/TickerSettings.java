package dev.versioned.ticker;

import dev.versioned.ArtifactRepository;
import dev.versioned.maintenance.Retention;
import dev.versioned.s3dynamo.KmsSigner;
import dev.versioned.s3dynamo.S3DynamoRepository;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * The settings of the function, which are environment variables; those of the repository have the
 * names that the command uses.
 *
 * @param bucket the bucket
 * @param table the table
 * @param prefix the prefix of all keys; may be empty
 * @param bucketOwner the account that must own the bucket, if one is given
 * @param actor who is named in ledgers
 * @param signKey the key of KMS that signs the steps of rollouts, if there is one
 * @param eventBus the event bus, by name or ARN; without one, no events are sent
 * @param retention what prune keeps; without one, nothing is pruned
 * @param gracePeriod gc's grace period, if it is not the default
 * @param undeleteWindow gc's undelete window, if it is not the default
 * @param verifyDigests whether fsck reads all bytes
 */
record TickerSettings(
    String bucket,
    String table,
    String prefix,
    Optional<String> bucketOwner,
    String actor,
    Optional<String> signKey,
    Optional<String> eventBus,
    Optional<Retention> retention,
    Optional<Duration> gracePeriod,
    Optional<Duration> undeleteWindow,
    boolean verifyDigests) {
  private static final String KMS = "kms:";
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})([dhms])");

  /** Reads the settings; as in the SDK, an empty variable counts as not set. */
  static TickerSettings of(Map<String, String> environment) {
    return new Variables(environment).settings();
  }

  ArtifactRepository open() {
    S3DynamoRepository.Builder builder =
        S3DynamoRepository.builder()
            .bucket(bucket)
            .table(table)
            .prefix(prefix)
            .encrypted()
            .settings(settings -> settings.withActor(actor));
    bucketOwner.ifPresent(builder::expectedBucketOwner);
    signKey.ifPresent(
        key -> builder.settings(settings -> settings.withSigner(KmsSigner.of(kms(), key))));
    return builder.build();
  }

  /** Lives as long as the function's process. */
  private static KmsClient kms() {
    return KmsClient.builder().httpClientBuilder(Apache5HttpClient.builder()).build();
  }

  private record Variables(Map<String, String> environment) {
    TickerSettings settings() {
      return new TickerSettings(
          required("VERSIONED_BUCKET"),
          required("VERSIONED_TABLE"),
          find("VERSIONED_PREFIX").orElse(""),
          find("VERSIONED_EXPECTED_BUCKET_OWNER"),
          find("VERSIONED_ACTOR").orElse("ticker"),
          signKey(),
          find("VERSIONED_EVENT_BUS"),
          retention(),
          time("VERSIONED_GC_GRACE_PERIOD"),
          time("VERSIONED_GC_UNDELETE_WINDOW"),
          isTrue("VERSIONED_FSCK_DIGESTS"));
    }

    private Optional<String> signKey() {
      return find("VERSIONED_SIGN_KEY")
          .map(
              key -> {
                if (!key.startsWith(KMS)) {
                  throw unusable("VERSIONED_SIGN_KEY", key, "kms: and a key of AWS KMS", null);
                }
                return key.substring(KMS.length());
              });
    }

    private Optional<Retention> retention() {
      List<Retention> rules = new ArrayList<>();
      count("VERSIONED_PRUNE_KEEP_LAST").map(Retention::newest).ifPresent(rules::add);
      time("VERSIONED_PRUNE_OLDER_THAN").map(Retention::newerThan).ifPresent(rules::add);
      count("VERSIONED_PRUNE_KEEP_IN_LEDGER").map(Retention::inLedger).ifPresent(rules::add);
      find("VERSIONED_PRUNE_KEEP_LABELLED").stream()
          .flatMap(labels -> List.of(labels.split(",", -1)).stream())
          .map(label -> labelled(label.strip()))
          .forEach(rules::add);
      return rules.stream().reduce(Retention::or);
    }

    private static Retention labelled(String label) {
      int equals = label.indexOf('=');
      return equals < 0
          ? Retention.labelled(label)
          : Retention.labelled(label.substring(0, equals), label.substring(equals + 1));
    }

    private Optional<String> find(String name) {
      return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    private String required(String name) {
      return find(name)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "Cannot start the ticker: the environment variable " + name + " is not set"));
    }

    private Optional<Integer> count(String name) {
      return find(name)
          .map(
              text -> {
                try {
                  return Integer.valueOf(text);
                } catch (NumberFormatException e) {
                  throw unusable(name, text, "a whole number", e);
                }
              });
    }

    private boolean isTrue(String name) {
      String text = find(name).orElse("false");
      if (!text.equals("true") && !text.equals("false")) {
        throw unusable(name, text, "true or false", null);
      }
      return text.equals("true");
    }

    private Optional<Duration> time(String name) {
      return find(name).map(text -> time(name, text));
    }

    private static Duration time(String name, String text) {
      Matcher time = SHORT.matcher(text);
      if (time.matches()) {
        long count = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
          case "d" -> Duration.ofDays(count);
          case "h" -> Duration.ofHours(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofSeconds(count);
        };
      }
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException e) {
        throw unusable(name, text, "90d, 12h, 5m, 30s or PT1H30M", e);
      }
    }

    private static IllegalArgumentException unusable(
        String name, String text, String instead, @Nullable Exception e) {
      return new IllegalArgumentException(
          "Cannot use '" + text + "' as " + name + ": write " + instead, e);
    }
  }
}
