package dev.versioned.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The limit of the store itself: parts of 16 MiB, eight at once, over presigned URLs and the JDK's
 * HTTP client; without checksums and digests, and downloaded bytes are discarded.
 */
final class StoreTransfer implements Transfer {
  private static final long PART = 16 << 20;
  private static final int AT_ONCE = 8;
  private static final Duration VALID = Duration.ofHours(1);

  private final String bucket;
  private final S3Client s3;
  private final S3Presigner presigner;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  StoreTransfer(Servers servers) {
    this.bucket = servers.bucket();
    this.s3 = servers.s3();
    this.presigner =
        S3Presigner.builder()
            .region(Region.of(Servers.REGION))
            .endpointOverride(servers.s3Endpoint())
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build();
  }

  /** The position of a part in the file. */
  private record Part(int number, long offset, long sizeBytes) {}

  private static List<Part> parts(long sizeBytes) {
    List<Part> parts = new ArrayList<>();
    for (long offset = 0; offset < sizeBytes; offset += PART) {
      parts.add(new Part(parts.size() + 1, offset, Math.min(PART, sizeBytes - offset)));
    }
    return parts;
  }

  private <T> List<T> atOnce(List<Part> parts, Function<Part, T> action) throws Exception {
    List<Future<T>> futures =
        parts.stream().map(part -> threads.submit(() -> action.apply(part))).toList();
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }

  @Override
  public String send(String name, Path file) throws Exception {
    List<Part> parts = parts(Files.size(file));
    if (parts.size() == 1) {
      URL url =
          presigner
              .presignPutObject(
                  p -> p.signatureDuration(VALID).putObjectRequest(r -> r.bucket(bucket).key(name)))
              .url();
      put(url, file, parts.get(0));
      return name;
    }
    String uploadId = s3.createMultipartUpload(r -> r.bucket(bucket).key(name)).uploadId();
    List<CompletedPart> sent =
        atOnce(
            parts,
            part -> {
              URL url =
                  presigner
                      .presignUploadPart(
                          p ->
                              p.signatureDuration(VALID)
                                  .uploadPartRequest(
                                      r ->
                                          r.bucket(bucket)
                                              .key(name)
                                              .uploadId(uploadId)
                                              .partNumber(part.number())))
                      .url();
              String etag = put(url, file, part);
              return CompletedPart.builder().partNumber(part.number()).eTag(etag).build();
            });
    s3.completeMultipartUpload(
        r -> r.bucket(bucket).key(name).uploadId(uploadId).multipartUpload(m -> m.parts(sent)));
    return name;
  }

  private String put(URL url, Path file, Part part) {
    HttpRequest.BodyPublisher body =
        HttpRequest.BodyPublishers.fromPublisher(
            HttpRequest.BodyPublishers.ofInputStream(() -> open(file, part)), part.sizeBytes());
    return answer(HttpRequest.newBuilder(java.net.URI.create(url.toString())).PUT(body), 200);
  }

  private static InputStream open(Path file, Part part) {
    try {
      InputStream in = Channels.newInputStream(FileChannel.open(file).position(part.offset()));
      return new java.io.FilterInputStream(in) {
        private long left = part.sizeBytes();

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          int read = left == 0 ? -1 : super.read(buffer, offset, (int) Math.min(length, left));
          left -= Math.max(read, 0);
          return read;
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request, discards the body of the response, and returns the ETag. */
  private String answer(HttpRequest.Builder request, int expected) {
    try {
      HttpResponse<Void> response =
          http.send(request.build(), HttpResponse.BodyHandlers.discarding());
      if (response.statusCode() != expected) {
        throw new IOException("the store answered " + response.statusCode());
      }
      return response.headers().firstValue("etag").orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void fetch(String name, String sent, Path file) throws Exception {
    long sizeBytes = s3.headObject(r -> r.bucket(bucket).key(name)).contentLength();
    URL url =
        presigner
            .presignGetObject(
                p -> p.signatureDuration(VALID).getObjectRequest(r -> r.bucket(bucket).key(name)))
            .url();
    atOnce(
        parts(sizeBytes),
        part ->
            answer(
                HttpRequest.newBuilder(java.net.URI.create(url.toString()))
                    .header(
                        "Range",
                        "bytes=" + part.offset() + "-" + (part.offset() + part.sizeBytes() - 1)),
                206));
  }

  @Override
  public void close() {
    threads.shutdown();
    presigner.close();
  }
}
