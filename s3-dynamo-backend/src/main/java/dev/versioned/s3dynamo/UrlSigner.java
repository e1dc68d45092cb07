package dev.versioned.s3dynamo;

import dev.versioned.model.BlobKey;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Bucket;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Signs URLs of objects with the credentials of the bucket's client. */
final class UrlSigner {
  private UrlSigner() {}

  /** The owner of the bucket is not checked: whoever reads would have to send it as a header. */
  static URI sign(
      Bucket bucket, BlobKey key, Duration validFor, String contentType, String disposition) {
    Call call = Call.read("presign " + key + " of bucket " + bucket.name(), "s3:GetObject");
    S3ServiceClientConfiguration client = bucket.s3().serviceClientConfiguration();
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(client.region())
            .credentialsProvider(client.credentialsProvider())
            // As the client does: an endpoint need not have a host name for each bucket.
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(client.endpointOverride().isPresent())
                    .build());
    client.endpointOverride().ifPresent(builder::endpointOverride);
    try (S3Presigner signer = builder.build()) {
      return signer
          .presignGetObject(
              presign ->
                  presign
                      .signatureDuration(validFor)
                      .getObjectRequest(
                          get ->
                              get.bucket(bucket.name())
                                  .key(bucket.key(key))
                                  .responseContentType(contentType)
                                  .responseContentDisposition(disposition)))
          .url()
          .toURI();
    } catch (SdkException e) {
      throw bucket.errors().translate(call, e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the signed URL of " + key + " is no URI", e);
    }
  }
}
