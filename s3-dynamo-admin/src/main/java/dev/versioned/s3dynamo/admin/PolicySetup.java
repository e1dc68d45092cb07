package dev.versioned.s3dynamo.admin;

import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;
import dev.versioned.s3dynamo.internal.Bucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Sets up the bucket's policy: only TLS; no version is written twice; only the janitor removes one.
 * The statements of others stay.
 *
 * <p>A policy is JSON, which the SDK reads and writes as documents: here as their attribute values.
 */
final class PolicySetup {
  private static final String PERMISSIONS = "s3:GetBucketPolicy and s3:PutBucketPolicy";
  private static final String PRINCIPAL = "aws:PrincipalArn";

  private final Bucket bucket;
  private final S3Client s3;
  private final SetupMode mode;
  private final BucketSettings settings;

  /**
   * The policy as it was read, and with what was added since: S3 may show a change late. Null until
   * it is read.
   */
  private @Nullable Map<String, AttributeValue> policy;

  PolicySetup(Bucket bucket, SetupMode mode, BucketSettings settings) {
    this.bucket = bucket;
    this.s3 = bucket.s3();
    this.mode = mode;
    this.settings = settings;
  }

  void run(BucketSetting setting) {
    String arn = "arn:" + partition() + ":s3:::" + bucket.name();
    String versions = arn + "/" + bucket.prefix() + "*/????????????/*";
    String tls = "TLS-only policy of bucket " + bucket.name();
    setting.add(tls, PERMISSIONS, () -> tlsOnly(tls, arn));
    String once = "write-once policy of bucket " + bucket.name();
    setting.add(
        once,
        PERMISSIONS,
        () ->
            statement(
                once,
                "versions can be overwritten by other programs",
                deny(
                    "VersionsAreWrittenOnce",
                    texts("s3:PutObject"),
                    texts(versions),
                    Map.of(
                        "Null", test("s3:if-none-match", "true"),
                        "Bool", test("s3:ObjectCreationOperation", "true")))));
    String removal = "removal policy of bucket " + bucket.name();
    setting.add(removal, PERMISSIONS, () -> removal(removal, versions));
  }

  private String partition() {
    return s3.serviceClientConfiguration().region().metadata().partition().id();
  }

  private Finding tlsOnly(String what, String arn) {
    boolean plain =
        s3.serviceClientConfiguration()
            .endpointOverride()
            .filter(endpoint -> "http".equals(endpoint.getScheme()))
            .isPresent();
    // rule: tls-is-not-demanded-of-a-plain-endpoint
    if (plain) {
      return new Finding(
          what, Outcome.UNSUPPORTED, "the endpoint is plain HTTP, which the policy would refuse");
    }
    return statement(
        what,
        "requests without TLS are allowed",
        deny(
            "TlsOnly",
            texts("s3:*"),
            texts(arn, arn + "/*"),
            Map.of("Bool", test("aws:SecureTransport", "false"))));
  }

  private Finding removal(String what, String versions) {
    String janitor = settings.janitor();
    Map<String, AttributeValue> wanted =
        deny(
            "VersionsAreRemovedByTheJanitor",
            texts("s3:DeleteObject", "s3:DeleteObjectVersion"),
            texts(versions),
            Map.of("ArnNotEquals", test(PRINCIPAL, janitor == null ? "" : janitor)));
    Map<String, Object> anyJanitor = withoutJanitor(wanted);
    // The statement may exempt others, too.
    if (read(
        s ->
            withoutJanitor(s).equals(anyJanitor)
                && (janitor == null || content(s).toString().contains(janitor)))) {
      return new Finding(what, Outcome.FOUND, "");
    } else if (janitor != null) {
      return statement(what, "others than " + janitor + " remove versions", wanted);
    }
    return new Finding(
        what,
        Outcome.NOT_SET,
        "everyone with s3:DeleteObject removes versions; set janitor(roleArn) to limit it");
  }

  /** Returns the content of a statement but for who is exempt. */
  private static Map<String, Object> withoutJanitor(Map<String, AttributeValue> statement) {
    Map<String, Object> content = content(statement);
    if (content.get("Condition") instanceof Map<?, ?> condition
        && condition.get("ArnNotEquals") instanceof Map<?, ?> test
        && test.keySet().equals(Set.of(PRINCIPAL))) {
      content.put("Condition", Set.of("ArnNotEquals"));
    }
    return content;
  }

  private Finding statement(String what, String wrong, Map<String, AttributeValue> wanted) {
    Map<String, Object> content = content(wanted);
    if (read(statement -> content(statement).equals(content))) {
      return new Finding(what, Outcome.FOUND, "");
    }
    List<AttributeValue> next = new ArrayList<>(statements());
    boolean replaces =
        next.removeIf(s -> s.hasM() && Objects.equals(wanted.get("Sid"), s.m().get("Sid")));
    next.add(AttributeValue.fromM(wanted));
    return mode.repair(
        what, replaces ? Outcome.CHANGED : Outcome.CREATED, wrong, () -> write(next));
  }

  private boolean read(Predicate<Map<String, AttributeValue>> found) {
    return statements().stream().anyMatch(s -> s.hasM() && found.test(s.m()));
  }

  private List<AttributeValue> statements() {
    if (policy == null) {
      String text = BucketSetting.orNull("NoSuchBucketPolicy", this::text);
      policy =
          text == null || text.isBlank()
              ? Map.of("Version", AttributeValue.fromS("2012-10-17"))
              : EnhancedDocument.fromJson(text).toMap();
    }
    AttributeValue written = policy.get("Statement");
    // One statement may be written without a list.
    return written == null ? List.of() : written.hasL() ? written.l() : List.of(written);
  }

  private String text() {
    return s3.getBucketPolicy(r -> r.bucket(bucket.name()).expectedBucketOwner(bucket.owner()))
        .policy();
  }

  /** One call replaces the whole policy, so the statements of others are sent along. */
  private void write(List<AttributeValue> statements) {
    Map<String, AttributeValue> next = new HashMap<>(policy == null ? Map.of() : policy);
    next.put("Statement", AttributeValue.fromL(statements));
    String text = EnhancedDocument.fromAttributeValueMap(next).toJson();
    s3.putBucketPolicy(
        r -> r.bucket(bucket.name()).expectedBucketOwner(bucket.owner()).policy(text));
    policy = next;
  }

  private Map<String, AttributeValue> deny(
      String sid,
      AttributeValue actions,
      AttributeValue resources,
      Map<String, AttributeValue> condition) {
    return Map.of(
        "Sid", AttributeValue.fromS(sid + suffix()),
        "Effect", AttributeValue.fromS("Deny"),
        "Principal", AttributeValue.fromS("*"),
        "Action", actions,
        "Resource", resources,
        "Condition", AttributeValue.fromM(condition));
  }

  /** Returns what makes an id one of this prefix: several repositories may share the bucket. */
  private String suffix() {
    String prefix = bucket.prefix().value();
    return prefix.isEmpty() ? "" : Integer.toHexString(prefix.hashCode());
  }

  private static AttributeValue test(String key, String value) {
    return AttributeValue.fromM(Map.of(key, AttributeValue.fromS(value)));
  }

  private static AttributeValue texts(String... values) {
    return AttributeValue.fromL(List.of(values).stream().map(AttributeValue::fromS).toList());
  }

  /** Returns what a statement says: without its id, and whichever of the equal forms it has. */
  private static Map<String, Object> content(Map<String, AttributeValue> statement) {
    Map<String, Object> content = new TreeMap<>();
    statement.forEach(
        (name, value) -> {
          if (!name.equals("Sid")) {
            content.put(name, plain(value));
          }
        });
    // "*" and {"AWS": "*"} are the same in a denial.
    if (Map.of("AWS", Set.of("*")).equals(content.get("Principal"))) {
      content.put("Principal", Set.of("*"));
    }
    return content;
  }

  private static Object plain(AttributeValue value) {
    if (value.hasM()) {
      return value.m().entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, entry -> plain(entry.getValue())));
    } else if (value.hasL()) {
      return value.l().stream()
          .map(PolicySetup::text)
          .collect(Collectors.toCollection(TreeSet::new));
    }
    return Set.of(text(value));
  }

  private static String text(AttributeValue value) {
    return value.s() != null
        ? value.s()
        : value.bool() != null ? value.bool().toString() : "" + value;
  }
}
