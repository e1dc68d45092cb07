package dev.versioned.s3dynamo;

import dev.versioned.testkit.LocalAws;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real server, of which some requests never reach it: they get an answer that AWS gives and local
 * servers do not.
 */
final class InjectedAnswers implements SdkHttpClient {
  private final SdkHttpClient http = Apache5HttpClient.create();
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicInteger given = new AtomicInteger();
  private volatile Predicate<SdkHttpRequest> which = request -> false;
  private volatile Answer answer = new Answer(500, "", Map.of(), Server.KNOWS_NOTHING);

  /** Whether the server gets the request all the same. */
  private enum Server {
    DOES_IT,
    KNOWS_NOTHING
  }

  private record Answer(int status, String body, Map<String, String> headers, Server server) {}

  S3Client s3(LocalAws aws) {
    return S3Client.builder()
        .endpointOverride(aws.s3Endpoint())
        .region(Region.of(aws.region()))
        .credentialsProvider(credentials(aws))
        .forcePathStyle(true)
        .httpClient(this)
        .build();
  }

  DynamoDbClient dynamoDb(LocalAws aws) {
    return DynamoDbClient.builder()
        .endpointOverride(aws.dynamoDbEndpoint())
        .region(Region.of(aws.region()))
        .credentialsProvider(credentials(aws))
        .httpClient(this)
        .build();
  }

  private static StaticCredentialsProvider credentials(LocalAws aws) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(aws.accessKey(), aws.secretKey()));
  }

  /** Answers the next requests of a kind with an error of S3. */
  void s3Error(int times, Predicate<SdkHttpRequest> requests, int status, String code) {
    s3Error(times, requests, status, code, Server.KNOWS_NOTHING);
  }

  /**
   * Answers the next request of a kind with an error of S3, although the server has done it: as if
   * the reply had been lost, and this were the answer to the next try.
   */
  void s3ErrorAfterSuccess(Predicate<SdkHttpRequest> requests, int status, String code) {
    s3Error(1, requests, status, code, Server.DOES_IT);
  }

  private void s3Error(
      int times, Predicate<SdkHttpRequest> requests, int status, String code, Server server) {
    answer(
        times,
        requests,
        status,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
            + code
            + "</Code><Message>injected</Message></Error>",
        Map.of("x-amz-bucket-region", "eu-west-3"),
        server);
  }

  /** Answers the next requests of an operation with an error of DynamoDB. */
  void dynamoError(int times, String operation, int status, String code, String more) {
    answer(
        times,
        request ->
            request
                .firstMatchingHeader("X-Amz-Target")
                .filter(target -> target.endsWith("." + operation))
                .isPresent(),
        status,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
            + code
            + "\",\"Message\":\"injected\""
            + more
            + "}",
        Map.of(),
        Server.KNOWS_NOTHING);
  }

  /** Answers the next update as DynamoDB answers an item of over 400 KB. */
  void itemTooLarge() {
    answer(
        1,
        request -> true,
        400,
        "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":"
            + "\"Item size to update has exceeded the maximum allowed size\"}",
        Map.of(),
        Server.KNOWS_NOTHING);
  }

  private void answer(
      int times,
      Predicate<SdkHttpRequest> requests,
      int status,
      String body,
      Map<String, String> headers,
      Server server) {
    left.set(0);
    which = requests;
    answer = new Answer(status, body, headers, server);
    given.set(0);
    left.set(times);
  }

  /** How many requests were answered so. */
  int given() {
    return given.get();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    boolean inject =
        which.test(request.httpRequest()) && left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0;
    if (!inject) {
      return http.prepareRequest(request);
    }
    given.incrementAndGet();
    Answer given = answer;
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        if (given.server() == Server.DOES_IT) {
          done(http.prepareRequest(request).call());
        }
        byte[] body = given.body().getBytes(StandardCharsets.UTF_8);
        SdkHttpResponse.Builder response =
            SdkHttpResponse.builder()
                .statusCode(given.status())
                .putHeader("Content-Length", Integer.toString(body.length));
        given.headers().forEach(response::putHeader);
        return HttpExecuteResponse.builder()
            .response(response.build())
            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
            .build();
      }

      @Override
      public void abort() {}
    };
  }

  private static void done(HttpExecuteResponse response) throws IOException {
    if (!response.httpResponse().isSuccessful()) {
      throw new IOException("the server has not done it: " + response.httpResponse());
    }
    if (response.responseBody().isPresent()) {
      try (InputStream body = response.responseBody().get()) {
        body.readAllBytes();
      }
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
