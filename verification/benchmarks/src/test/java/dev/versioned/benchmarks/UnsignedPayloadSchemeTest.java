package dev.versioned.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.versioned.s3dynamo.StoredForm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.s3.S3Client;

class UnsignedPayloadSchemeTest {
  private static final byte[] CONTENT = {1, 2, 3};
  private static final String CONTENT_SHA256 = "x-amz-content-sha256";

  @ParameterizedTest
  @CsvSource({
    "http://localhost:9000, localhost:9000, true",
    "http://localhost:443, localhost:443, false",
    "http://localhost, localhost, true",
  })
  void protocolAndHostStayTheRequestsOwn(URI endpoint, String host, boolean unsigned) {
    SignRequest<AwsCredentialsIdentity> request =
        SignRequest.builder(AwsCredentialsIdentity.create("key", "secret"))
            .request(
                SdkHttpRequest.builder()
                    .method(SdkHttpMethod.PUT)
                    .uri(endpoint.resolve("/bucket/key"))
                    .build())
            .payload(() -> new ByteArrayInputStream(CONTENT))
            .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
            .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
            .build();
    SignedRequest signed = new UnsignedPayloadScheme().signer().sign(request);
    assertThat(signed.request().getUri()).isEqualTo(request.request().getUri());
    assertThat(signed.request().firstMatchingHeader("Host")).hasValue(host);
    assertThat(signed.request().firstMatchingHeader(CONTENT_SHA256).orElseThrow())
        .matches(sha256 -> sha256.equals("UNSIGNED-PAYLOAD") == unsigned);
  }

  /** Over plain HTTP the SDK would send the body in signed chunks, each hashed by both sides. */
  @Test
  void bodyOfAPartIsNotHashedToBeSigned() throws IOException {
    List<Headers> requests = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestHeaders());
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("ETag", "\"e\"");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
    URI endpoint = URI.create("http://localhost:" + server.getAddress().getPort());
    try (S3Client s3 = StoredForm.s3(endpoint).putAuthScheme(new UnsignedPayloadScheme()).build()) {
      s3.uploadPart(
          r -> r.bucket("b").key("k").uploadId("u").partNumber(1).checksumCRC32C("AAAAAA=="),
          RequestBody.fromContentProvider(
              () -> new ByteArrayInputStream(CONTENT), CONTENT.length, "application/octet-stream"));
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
      server.stop(0);
    }
    assertThat(requests)
        .singleElement()
        .satisfies(
            headers -> {
              assertThat(headers.getFirst(CONTENT_SHA256)).isEqualTo("UNSIGNED-PAYLOAD");
              assertThat(headers.getFirst("Content-Length")).isEqualTo("3");
              assertThat(headers.getFirst("Authorization")).contains("x-amz-checksum-crc32c");
            });
  }
}
