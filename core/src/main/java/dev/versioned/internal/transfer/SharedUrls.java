package dev.versioned.internal.transfer;

import dev.versioned.model.BackendException;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobStore;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** URLs with which others read the bytes of versions, without credentials of their own. */
public final class SharedUrls {
  /** What S3 allows. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final BlobStore blobs;
  private final VersionBytes reader;

  public SharedUrls(BlobStore blobs, VersionBytes reader) {
    this.blobs = blobs;
    this.reader = reader;
  }

  public URI presign(Version version, Duration validFor) {
    // rule: shared-url-expires-within-a-week
    if (validFor.compareTo(SHORTEST) < 0 || validFor.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "Cannot presign " + version + " for " + validFor + ": S3 allows 1 second to 7 days");
    }
    // rule: shared-version-is-trusted
    reader.checkTrust(version);
    return blobs
        .presign(version.key(), validFor, version.contentType(), disposition(version))
        .orElseThrow(
            () ->
                BackendException.permanentFailure(
                    "Cannot presign " + version + ": its store makes no URLs; download it instead",
                    null));
  }

  /** As a file to be saved: a page of a publisher is not run by a browser. */
  private static String disposition(Version version) {
    return version
        .localFileName()
        .map(
            name ->
                "attachment; filename*=UTF-8''"
                    + URLEncoder.encode(name, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A"))
        .orElse("attachment");
  }
}
