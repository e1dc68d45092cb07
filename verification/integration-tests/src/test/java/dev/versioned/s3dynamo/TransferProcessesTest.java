package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobHeader;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Transfers of several processes on one host, some of which are killed. */
@Tag("again")
class TransferProcessesTest {
  private static final LocalRepository LOCAL = LocalRepository.create(SharedLocalAws.select());
  private static final int SIZE = (Boolean.getBoolean("versioned.full") ? 150 : 40) << 20;

  @TempDir static Path folder;
  private static Path file;

  private final Artifact artifact = LOCAL.repository().artifact("a" + System.nanoTime());

  @BeforeAll
  static void writeFile() throws IOException {
    byte[] bytes = new byte[SIZE];
    new Random(150).nextBytes(bytes);
    file = Files.write(folder.resolve("file"), bytes);
  }

  @AfterAll
  static void remove() {
    LOCAL.close();
  }

  private Process start(String verb, Path path) throws IOException {
    LocalAws aws = LOCAL.aws();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            System.getProperty("java.class.path"),
            TransferProcess.class.getName(),
            aws.s3Endpoint().toString(),
            aws.dynamoDbEndpoint().toString(),
            LOCAL.bucket(),
            LOCAL.table(),
            aws.accessKey(),
            aws.secretKey(),
            verb,
            path.toString(),
            artifact.name().value())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String resultOf(Process process) throws Exception {
    String out;
    try (InputStream in = process.getInputStream()) {
      out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    return out.strip();
  }

  /**
   * Kills a process once the condition holds; returns false if the process had already finished.
   */
  private static boolean kill(Process process, BooleanSupplier farEnough) throws Exception {
    while (process.isAlive() && !farEnough.getAsBoolean()) {
      Thread.sleep(2);
    }
    process.destroyForcibly();
    return process.waitFor() != 0;
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  @Test
  @Tag("full")
  void processesThatFetchTheSameAtOnceDownloadItOnce(@TempDir Path cache) throws Exception {
    Version version = artifact.publish(Content.of(file)).version();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start("fetch", cache));
    }
    List<String> counts = new ArrayList<>();
    for (Process process : processes) {
      String[] result = resultOf(process).split(" ", -1);
      assertThat(result[1]).isEqualTo(version.digest().toString());
      counts.add(result[0]);
    }
    int ranges = (SIZE + (16 << 20) - 1) / (16 << 20);
    assertThat(counts).containsExactlyInAnyOrder("0", "0", Integer.toString(ranges));
    assertThat(files(cache.resolve("blobs"))).hasSize(1);
  }

  @Test
  @Tag("full")
  void fetchThatWasKilledIsGoneOnWith(@TempDir Path directory) throws Exception {
    Version version = artifact.publish(Content.of(file)).version();
    int killed = 0;
    for (int i = 0; i < 5 && killed < 2; i++) {
      Path cache = directory.resolve("cache-" + i);
      Path blobs = cache.resolve("blobs");
      if (kill(start("fetch", cache), () -> !files(blobs).isEmpty())) {
        killed++;
        assertThat(files(blobs)).noneMatch(path -> path.endsWith(version.digest().hex()));
        Path fetched = ArtifactCache.builder(LOCAL.repository(), cache).build().fetch(version);
        try (InputStream in = Files.newInputStream(fetched)) {
          assertThat(Digest.of(in)).isEqualTo(version.digest());
        }
        assertThat(files(blobs)).as("the partial file was resumed").containsExactly(fetched);
      }
    }
    assertThat(killed).as("processes killed in time").isPositive();
  }

  @Test
  @Tag("full")
  void publishThatWasKilledIsGoneOnWithUnderItsKey() throws Exception {
    assertThat(kill(start("publish", file), () -> partsSent() >= 2)).isTrue();
    int sent = partsSent();
    CountedCalls calls = new CountedCalls();
    try (S3Client s3 = LOCAL.aws().s3Builder(calls).build();
        DynamoDbClient dynamoDb = LOCAL.aws().dynamoDbBuilder(calls).build();
        var repo = LOCAL.open(s3, dynamoDb, settings -> settings)) {
      List<PublishResult> results = new ArrayList<>();
      List<String> made =
          calls.during(
              () ->
                  results.add(
                      repo.artifact(artifact.name())
                          .publish(Content.of(file), p -> p.idempotencyKey("build-1"))));
      PublishResult result = results.get(0);
      assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
      assertThat(result.number().value()).isEqualTo(1);
      int parts = (SIZE + (16 << 20) - 1) / (16 << 20);
      assertThat(made.stream().filter("UploadPart"::equals).count())
          .as("parts sent again, of %s of which %s were there", parts, sent)
          .isLessThanOrEqualTo(parts - sent);
      assertThat(made).doesNotContain("CreateMultipartUpload");
      try (InputStream in = artifact.open(result.version())) {
        assertThat(Digest.of(in)).isEqualTo(result.version().digest());
      }
    }
    assertThat(uploads()).isEmpty();
  }

  private List<MultipartUpload> uploads() {
    String prefix = artifact.name() + "/";
    return LOCAL
        .aws()
        .s3()
        .listMultipartUploads(r -> r.bucket(LOCAL.bucket()).prefix(prefix))
        .uploads();
  }

  /** Counts the parts, without the one that identifies the upload's attempt. */
  private int partsSent() {
    return uploads().stream()
        .mapToInt(
            upload ->
                (int)
                    LOCAL
                        .aws()
                        .s3()
                        .listParts(
                            r ->
                                r.bucket(LOCAL.bucket())
                                    .key(upload.key())
                                    .uploadId(upload.uploadId()))
                        .parts()
                        .stream()
                        .filter(part -> part.size() > 1000)
                        .count())
        .sum();
  }

  @Test
  void wireCarriesTheConditionOfTheCompletion() {
    List<String> conditions = new ArrayList<>();
    try (S3Client s3 =
            LOCAL
                .aws()
                .s3Builder(
                    new ExecutionInterceptor() {
                      @Override
                      public void beforeTransmission(
                          Context.BeforeTransmission c, ExecutionAttributes a) {
                        var http = c.httpRequest();
                        if (http.method().name().equals("POST")
                            && http.rawQueryParameters().containsKey("uploadId")) {
                          conditions.add(http.firstMatchingHeader("If-None-Match").orElse(""));
                        }
                      }
                    })
                .build();
        var blobs = S3DynamoRepository.builder().bucket(LOCAL.bucket()).s3(s3).buildBlobStore()) {
      Version version = artifact.publish(Content.of(file)).version();
      BlobKey key = BlobKey.ofUpload(artifact.name(), "one", "");
      blobs.createFromStream(key, artifact.open(version), new BlobHeader("a/b", "", "one"));
    }
    assertThat(conditions).containsExactly("*");
  }
}
