package dev.versioned.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts the servers, each in a separate process: MinIO with DynamoDB Local if MinIO is installed,
 * and S3Proxy with DynamoDB Local; or uses the servers given on the command line.
 */
final class ServerStart implements AutoCloseable {
  private static final String ACCESS_KEY = "test";
  private static final String SECRET_KEY = "test-secret";
  private static final int SERVER_HEAP_MIB = 1024;

  private final Options options;
  private final List<Servers> servers = new ArrayList<>();
  private final List<ChildProcess> processes = new ArrayList<>();
  private final Optional<Path> minioFolder;

  private ServerStart(Options options, Optional<Path> minioFolder) {
    this.options = options;
    this.minioFolder = minioFolder;
  }

  static ServerStart of(Options options) throws IOException, InterruptedException {
    if (options.s3Endpoint().isPresent()) {
      ServerStart start = new ServerStart(options, Optional.empty());
      start.servers.add(
          Servers.create(
              "endpoint",
              options.s3Endpoint().get(),
              options.dynamoDbEndpoint().or(options::s3Endpoint).orElseThrow(),
              Optional.empty()));
      return start;
    }
    System.setProperty("aws.accessKeyId", ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", SECRET_KEY);
    Optional<String> minio = options.wants("minio") ? options.minio() : Optional.empty();
    Optional<Path> folder =
        minio.isPresent()
            ? Optional.of(Files.createTempDirectory("versioned-minio-"))
            : Optional.empty();
    ServerStart start = new ServerStart(options, folder);
    try {
      start.start(minio);
      return start;
    } catch (IOException | InterruptedException | RuntimeException e) {
      start.close();
      throw e;
    }
  }

  private void start(Optional<String> minio) throws IOException, InterruptedException {
    ChildProcess embedded = ChildProcess.start(SERVER_HEAP_MIB, EmbeddedServers.class, List.of());
    processes.add(embedded);
    List<URI> endpoints = Arrays.stream(embedded.answer().split(" ", -1)).map(URI::create).toList();
    if (minio.isPresent()) {
      URI s3 = startMinio(minio.get(), minioFolder.orElseThrow());
      ProcessHandle process = processes.get(processes.size() - 1).handle();
      servers.add(Servers.create("MinIO", s3, endpoints.get(1), Optional.of(process)));
    } else if (options.wants("minio")) {
      System.out.println(
          "There is no program minio on the PATH (or give --minio=PROGRAM): only S3Proxy is"
              + " measured, which does much less per second than S3 does.");
    }
    if (options.wants("embedded") || servers.isEmpty()) {
      servers.add(
          Servers.create(
              "S3Proxy", endpoints.get(0), endpoints.get(1), Optional.of(embedded.handle())));
    }
  }

  private URI startMinio(String program, Path folder) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ChildProcess process =
        ChildProcess.start(
            List.of(program, "server", "--quiet", "--address", "127.0.0.1:" + port, "" + folder),
            Map.of(
                "MINIO_ROOT_USER",
                ACCESS_KEY,
                "MINIO_ROOT_PASSWORD",
                SECRET_KEY,
                "MINIO_BROWSER",
                "off",
                "MINIO_UPDATE",
                "off"));
    processes.add(process);
    URI uri = URI.create("http://127.0.0.1:" + port);
    HttpRequest ready = HttpRequest.newBuilder(uri.resolve("/minio/health/ready")).build();
    for (int tries = 0; tries < 300 && process.isAlive(); tries++) {
      try {
        if (HttpClient.newHttpClient()
                .send(ready, HttpResponse.BodyHandlers.discarding())
                .statusCode()
            == 200) {
          return uri;
        }
      } catch (IOException e) {
        // Not yet.
      }
      Thread.sleep(100);
    }
    throw new IOException("Cannot start " + program + ": it does not answer at " + uri);
  }

  List<Servers> servers() {
    return servers;
  }

  @Override
  public void close() throws IOException {
    for (Servers pair : servers) {
      if (processes.isEmpty()) {
        pair.remove(); // The servers keep running.
      }
      pair.close();
    }
    for (ChildProcess process : processes) {
      process.close();
    }
    if (minioFolder.isPresent()) {
      delete(minioFolder.get());
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
