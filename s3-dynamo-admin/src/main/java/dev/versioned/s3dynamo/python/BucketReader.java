package dev.versioned.s3dynamo.python;

import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.python.Found.AliasItem;
import dev.versioned.s3dynamo.python.PythonFault.Kind;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists the objects of a repository, and reads its aliases if they are objects. */
final class BucketReader {
  private static final String ALIASES = "aliases/";
  private static final String ALIAS_END = ".json";

  private final Bucket bucket;
  private final String prefix;
  private final String suffix;
  private final Layout layout;
  private final Function<String, Found> artifacts;
  private final Predicate<String> reported;
  private final List<PythonFault> faults;

  BucketReader(
      Bucket bucket,
      String prefix,
      String suffix,
      Layout layout,
      Function<String, Found> artifacts,
      Predicate<String> reported,
      List<PythonFault> faults) {
    this.bucket = bucket;
    this.prefix = prefix;
    this.suffix = suffix;
    this.layout = layout;
    this.artifacts = artifacts;
    this.reported = reported;
    this.faults = faults;
  }

  void read() {
    Call call = Call.read("list " + prefix + " in bucket " + bucket.name(), "s3:ListBucket");
    bucket
        .errors()
        .call(
            call,
            () -> {
              bucket
                  .s3()
                  .listObjectsV2Paginator(
                      r ->
                          r.bucket(bucket.name())
                              .prefix(prefix)
                              .expectedBucketOwner(bucket.owner()))
                  .contents()
                  .forEach(this::read);
              return true;
            });
  }

  private void read(S3Object object) {
    String path = object.key().substring(prefix.length());
    int slash = path.indexOf('/');
    String name = slash < 0 ? "" : path.substring(0, slash);
    String rest = path.substring(slash + 1);
    if (rest.isEmpty()) {
      return; // a folder, as consoles make them
    }
    OptionalLong version =
        slash > 0 && rest.endsWith(suffix)
            ? layout.versionOf(rest.substring(0, rest.length() - suffix.length()))
            : OptionalLong.empty();
    if (version.isPresent()) {
      artifacts.apply(name).object(version.getAsLong(), object.key());
    } else if (slash > 0
        && layout == Layout.S3_ONLY
        && rest.startsWith(ALIASES)
        && rest.endsWith(ALIAS_END)) {
      alias(name, rest.substring(ALIASES.length(), rest.length() - ALIAS_END.length()), object);
    } else {
      add(
          name,
          new PythonFault(
              Kind.UNKNOWN,
              "object " + object.key(),
              "Python's versioned writes no such object with the suffix '"
                  + suffix
                  + "'; it is ignored"));
    }
  }

  private void alias(String name, String alias, S3Object object) {
    Call call = Call.read("read " + object.key() + " in bucket " + bucket.name(), "s3:GetObject");
    String text =
        bucket
            .errors()
            .call(
                call,
                () ->
                    bucket
                        .s3()
                        .getObjectAsBytes(
                            r ->
                                r.bucket(bucket.name())
                                    .key(object.key())
                                    .expectedBucketOwner(bucket.owner()))
                        .asUtf8String());
    try {
      JsonNode json = JsonNode.parser().parse(text);
      String version = text(json, "version");
      if (version == null) {
        throw new IllegalArgumentException("it has no version");
      }
      artifacts
          .apply(name)
          .alias(
              new AliasItem(
                  alias,
                  version,
                  text(json, "secondary_version"),
                  text(json, "secondary_version_weight"),
                  object.lastModified()));
    } catch (RuntimeException e) { // the parser has no exception of its own
      add(
          name,
          new PythonFault(
              Kind.RECORD_UNREADABLE,
              name + ":" + alias,
              "its object " + object.key() + " cannot be read; it is left out"));
    }
  }

  private void add(String artifact, PythonFault fault) {
    if (reported.test(artifact)) {
      faults.add(fault);
    }
  }

  private static @Nullable String text(JsonNode json, String name) {
    JsonNode value =
        json.field(name).orElseThrow(() -> new IllegalArgumentException("it has no field " + name));
    return value.isNull() ? null : value.isNumber() ? value.asNumber() : value.asString();
  }
}
