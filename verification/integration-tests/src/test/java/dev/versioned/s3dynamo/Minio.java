package dev.versioned.s3dynamo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.versioned.testkit.LocalAws;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A MinIO server of this test, and credentials that a policy limits. The program is that of {@code
 * -Dversioned.minio}, or {@code minio} on the path.
 */
final class Minio implements AutoCloseable {
  private static final String USER = "testkey";
  private static final String SECRET = "testsecretkey";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final URI endpoint;

  private Minio(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts the server; skips the test if there is no program. */
  static Minio start() throws IOException, InterruptedException {
    Optional<Path> program = program();
    assumeTrue(program.isPresent(), "no MinIO: policies are not enforced by a server");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path data = Files.createTempDirectory("versioned-minio-");
    ProcessBuilder server =
        new ProcessBuilder(
            program.get().toString(),
            "server",
            "--quiet",
            "--address",
            "127.0.0.1:" + port,
            data.toString());
    server.environment().put("MINIO_ROOT_USER", USER);
    server.environment().put("MINIO_ROOT_PASSWORD", SECRET);
    server.environment().put("MINIO_BROWSER", "off");
    server.environment().put("MINIO_UPDATE", "off");
    server.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Minio minio = new Minio(server.start(), URI.create("http://127.0.0.1:" + port));
    minio.await();
    return minio;
  }

  private static Optional<Path> program() {
    String named = System.getProperty("versioned.minio", "");
    return named.isEmpty()
        ? Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, "minio"))
            .filter(Files::isExecutable)
            .findFirst()
        : Optional.of(Path.of(named));
  }

  private void await() throws InterruptedException {
    HttpRequest ready =
        HttpRequest.newBuilder(endpoint.resolve("/minio/health/ready")).GET().build();
    for (int i = 0; i < 300; i++) {
      try {
        if (HTTP.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    close();
    throw new IllegalStateException("MinIO did not start");
  }

  /** Returns a client with all rights. */
  S3Client client(LocalAws aws, ExecutionInterceptor... interceptors) {
    return client(aws, AwsBasicCredentials.create(USER, SECRET), interceptors);
  }

  /** Returns a client with the rights of a policy. */
  S3Client limited(LocalAws aws, String policy) throws Exception {
    return client(aws, assume(policy));
  }

  private S3Client client(
      LocalAws aws, AwsCredentials credentials, ExecutionInterceptor... interceptors) {
    return aws.s3Builder(interceptors)
        .endpointOverride(endpoint)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .build();
  }

  /** Calls AssumeRole with a session policy; the SDK's module for it is not among our tests'. */
  private AwsCredentials assume(String policy)
      throws IOException, InterruptedException, GeneralSecurityException {
    String body =
        "Action=AssumeRole&Version=2011-06-15&DurationSeconds=3600&Policy="
            + URLEncoder.encode(policy, UTF_8);
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    String time = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").format(now);
    String day = time.substring(0, 8);
    String scope = day + "/us-east-1/sts/aws4_request";
    String form = "application/x-www-form-urlencoded";
    String signed = "content-type;host;x-amz-date";
    String request =
        String.join(
            "\n",
            "POST",
            "/",
            "",
            "content-type:" + form,
            "host:" + endpoint.getAuthority(),
            "x-amz-date:" + time,
            "",
            signed,
            sha256(body));
    byte[] key = ("AWS4" + SECRET).getBytes(UTF_8);
    for (String part : new String[] {day, "us-east-1", "sts", "aws4_request"}) {
      key = hmac(key, part);
    }
    String toSign = String.join("\n", "AWS4-HMAC-SHA256", time, scope, sha256(request));
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(endpoint)
                .header("Content-Type", form)
                .header("X-Amz-Date", time)
                .header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential="
                        + USER
                        + "/"
                        + scope
                        + ", SignedHeaders="
                        + signed
                        + ", Signature="
                        + HexFormat.of().formatHex(hmac(key, toSign)))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return AwsSessionCredentials.create(
        element(answer.body(), "AccessKeyId"),
        element(answer.body(), "SecretAccessKey"),
        element(answer.body(), "SessionToken"));
  }

  private static String element(String xml, String name) {
    Matcher found = Pattern.compile("<" + name + ">([^<]+)</").matcher(xml);
    if (!found.find()) {
      throw new IllegalStateException("MinIO gave no " + name + ": " + xml);
    }
    return found.group(1);
  }

  private static String sha256(String text) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
