package dev.versioned.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeParams;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/**
 * S3TransferManager, in Java, with its defaults except for longer time-outs, and without payload
 * signing, as over TLS: over plain HTTP the SDK would hash each byte once more, which would make
 * the comparison unfair.
 */
final class ManagerTransfer implements Transfer {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final String bucket;
  private final S3AsyncClient client;
  private final S3TransferManager manager;

  ManagerTransfer(Servers servers) {
    this.bucket = servers.bucket();
    this.client =
        S3AsyncClient.builder()
            .region(Region.of(Servers.REGION))
            .endpointOverride(servers.s3Endpoint())
            .forcePathStyle(true)
            .multipartEnabled(true)
            // It makes all parts wait for a connection at once, which fails on slow servers by
            // default.
            .httpClientBuilder(
                NettyNioAsyncHttpClient.builder()
                    .connectionAcquisitionTimeout(PATIENCE)
                    .readTimeout(PATIENCE)
                    .writeTimeout(PATIENCE))
            .authSchemeProvider(ManagerTransfer::unsignedPayloads)
            .build();
    this.manager = S3TransferManager.builder().s3Client(client).build();
  }

  private static List<AuthSchemeOption> unsignedPayloads(S3AuthSchemeParams params) {
    return S3AuthSchemeProvider.defaultProvider().resolveAuthScheme(params).stream()
        .map(
            option ->
                option.toBuilder()
                    .putSignerProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    .build())
        .toList();
  }

  @Override
  public String send(String name, Path file) {
    manager
        .uploadFile(u -> u.source(file).putObjectRequest(p -> p.bucket(bucket).key(name)))
        .completionFuture()
        .join();
    return name;
  }

  @Override
  public void fetch(String name, String sent, Path file) {
    manager
        .downloadFile(d -> d.destination(file).getObjectRequest(g -> g.bucket(bucket).key(name)))
        .completionFuture()
        .join();
  }

  @Override
  public void close() {
    manager.close();
    client.close();
  }
}
