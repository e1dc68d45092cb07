package dev.versioned.s3dynamo.python;

import dev.versioned.maintenance.ForeignVersion;
import dev.versioned.model.BackendException;
import dev.versioned.model.Digest;
import dev.versioned.model.Latest;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.python.Found.VersionItem;
import dev.versioned.s3dynamo.python.PythonFault.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Reads the objects of versions, and compares their bytes with what was recorded of them. */
final class BytesReader {
  private static final String OCTETS = "application/octet-stream";
  private static final String SHA256 = "artifact_sha256";
  private static final String NAME = "artifact_name";

  private final Bucket bucket;
  private final String suffix;
  private final Instant now;
  private final Consumer<PythonFault> faults;

  BytesReader(Bucket bucket, String suffix, Instant now, Consumer<PythonFault> faults) {
    this.bucket = bucket;
    this.suffix = suffix;
    this.now = now;
    this.faults = faults;
  }

  /**
   * Reads a version.
   *
   * @param item its record; null in a repository without a table
   * @return the version, unless it is broken
   */
  Optional<ForeignVersion> read(
      String artifact, long version, String key, @Nullable VersionItem item) {
    String subject = artifact + ":" + Found.describe(version);
    GetObjectResponse object;
    Digest digest;
    try (ResponseInputStream<GetObjectResponse> in = open(key)) {
      object = in.response();
      digest = Digest.of(in);
    } catch (IOException e) {
      throw BackendException.transientFailure(
          "Cannot read " + key + " in bucket " + bucket.name() + ": " + e.getMessage(), e);
    }
    Optional<String> recorded =
        item == null ? Optional.ofNullable(object.metadata().get(SHA256)) : item.sha256();
    // rule: python-bytes-have-the-recorded-digest
    if (recorded.isPresent() && !recorded.get().equals(digest.hex())) {
      faults.accept(
          new PythonFault(
              Kind.DIGEST_DIFFERS,
              subject,
              "its bytes in "
                  + key
                  + " have SHA-256 "
                  + digest.hex()
                  + ", and "
                  + recorded.get()
                  + " was recorded; it is left out"));
      return Optional.empty();
    }
    Instant createdAt =
        item == null ? object.lastModified() : item.updatedAt().orElse(object.lastModified());
    ForeignVersion bare =
        new ForeignVersion(
            version == Found.LATEST ? Latest.LATEST : VersionNumber.of(version),
            digest,
            object.contentLength(),
            OCTETS,
            suffix.isEmpty() ? "" : artifact + suffix,
            new TreeMap<>(),
            createdAt,
            item != null && item.deleted() ? Optional.of(now) : Optional.empty(),
            () -> open(key));
    return Optional.of(described(subject, bare, key, object));
  }

  private ResponseInputStream<GetObjectResponse> open(String key) {
    Call call = Call.read("read " + key + " in bucket " + bucket.name(), "s3:GetObject");
    return bucket
        .errors()
        .call(
            call,
            () ->
                bucket
                    .s3()
                    .getObject(
                        r -> r.bucket(bucket.name()).key(key).expectedBucketOwner(bucket.owner())));
  }

  /** Adds content type, metadata and tags, each if it is valid here. */
  private ForeignVersion described(
      String subject, ForeignVersion bare, String key, GetObjectResponse object) {
    ForeignVersion version = bare;
    String contentType = object.contentType();
    if (contentType != null && !contentType.equals("binary/octet-stream")) {
      version = changed(subject, version, contentType, version.metadata());
    }
    for (Map.Entry<String, String> each : new TreeMap<>(object.metadata()).entrySet()) {
      String name = each.getKey().toLowerCase(Locale.ROOT);
      if (!name.equals(NAME) && !name.equals(SHA256)) {
        version = with(subject, version, name, each.getValue());
      }
    }
    Integer tags = object.tagCount();
    if (tags != null && tags > 0) {
      Call call =
          Call.read("read the tags of " + key + " in " + bucket.name(), "s3:GetObjectTagging");
      for (var tag :
          bucket
              .errors()
              .call(
                  call,
                  () ->
                      bucket
                          .s3()
                          .getObjectTagging(
                              r ->
                                  r.bucket(bucket.name())
                                      .key(key)
                                      .expectedBucketOwner(bucket.owner()))
                          .tagSet())) {
        version = with(subject, version, "tag:" + tag.key(), tag.value());
      }
    }
    return version;
  }

  private ForeignVersion with(String subject, ForeignVersion version, String name, String value) {
    SortedMap<String, String> metadata = new TreeMap<>(version.metadata());
    metadata.put(name, value);
    return changed(subject, version, version.contentType(), metadata);
  }

  private ForeignVersion changed(
      String subject,
      ForeignVersion version,
      String contentType,
      SortedMap<String, String> metadata) {
    try {
      return new ForeignVersion(
          version.id(),
          version.digest(),
          version.sizeBytes(),
          contentType,
          version.fileName(),
          metadata,
          version.createdAt(),
          version.deletedAt(),
          version.bytes());
    } catch (IllegalArgumentException e) {
      faults.accept(
          new PythonFault(
              Kind.METADATA_INVALID, subject, e.getMessage() + "; it is imported without it"));
      return version;
    }
  }

  /** Returns whether a version is of the same content as another, with the same description. */
  static boolean same(ForeignVersion one, ForeignVersion other) {
    return one.digest().equals(other.digest())
        && one.contentType().equals(other.contentType())
        && one.metadata().equals(other.metadata());
  }

  /** Returns the target of a version number as Python's package writes it; empty if it is none. */
  static Optional<Target> target(String version) {
    if (version.equals(Layout.LATEST)) {
      return Optional.of(Latest.LATEST);
    }
    try {
      return Optional.of(VersionNumber.parse(version));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
