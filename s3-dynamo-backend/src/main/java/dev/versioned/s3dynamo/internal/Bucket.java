package dev.versioned.s3dynamo.internal;

import dev.versioned.model.BlobKey;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.spi.BlobInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Response;

/**
 * The bucket, its prefix, and everything needed to call it.
 *
 * @param client returns the client
 * @param name its name
 * @param prefix the prefix of all keys
 * @param owner the account that must own it; null for any
 * @param errors translates errors
 */
public record Bucket(
    Supplier<S3Client> client,
    String name,
    Prefix prefix,
    @Nullable String owner,
    AwsErrors errors) {

  /** Returns the client. */
  public S3Client s3() {
    return client.get();
  }

  public String key(BlobKey key) {
    return prefix + key.value();
  }

  /** Returns the URI of bucket and prefix. Bucket names are unique in all of AWS. */
  public String place() {
    return "s3://" + name + "/" + prefix;
  }

  public BlobKey blobKey(String key) {
    return new BlobKey(key.substring(prefix.value().length()));
  }

  public Call writing(BlobKey key) {
    return Call.write("write " + key + " to bucket " + name, "s3:PutObject");
  }

  /**
   * Finds an object. A missing bucket is indistinguishable from a missing object: the answer has no
   * body.
   */
  public Optional<BlobInfo> find(BlobKey key) {
    Call call = Call.read("find " + key + " in bucket " + name, "s3:GetObject and s3:ListBucket");
    try {
      HeadObjectResponse head =
          s3().headObject(r -> r.bucket(name).key(key(key)).expectedBucketOwner(owner));
      return Optional.of(
          new BlobInfo(
              key,
              head.contentLength(),
              head.eTag(),
              ObjectHeader.attemptOf(head.metadata()),
              head.lastModified()));
    } catch (S3Exception e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw errors.translate(call, e);
    } catch (SdkException e) {
      throw errors.translate(call, e);
    }
  }

  public static boolean isMissing(S3Exception e) {
    String code = AwsErrors.code(e);
    return code.equals(AwsErrors.NO_SUCH_KEY) || code.equals("NotFound");
  }

  /**
   * Returns when S3 answered: by S3's clock if the answer has a date, otherwise by this machine's.
   */
  public static Instant timeOf(S3Response response) {
    return dateOf(response).orElseGet(Instant::now); // some local servers send no date
  }

  /** Returns when S3 answered, by S3's clock, if the answer has a date. */
  public static Optional<Instant> dateOf(S3Response response) {
    String date = response.sdkHttpResponse().firstMatchingHeader("Date").orElse("");
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Compares ETags as S3 does, with or without quotes. */
  public static boolean sameTag(String one, String other) {
    return one.replace("\"", "").equals(other.replace("\"", ""));
  }
}
