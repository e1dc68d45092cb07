package dev.versioned.benchmarks;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signature Version 4 for S3 over plain HTTP with {@code UNSIGNED-PAYLOAD}, as the SDK uses it over
 * TLS.
 *
 * <p>Without TLS the SDK signs each body, whatever {@code PAYLOAD_SIGNING_ENABLED} says: client and
 * server compute one more SHA-256 of every byte. The measurements stand for AWS, which is called
 * over TLS, where the SDK signs no payload.
 */
final class UnsignedPayloadScheme implements AwsV4AuthScheme {
  private static final String HTTPS = "https";

  private final AwsV4AuthScheme scheme = AwsV4AuthScheme.create();
  private final AwsV4HttpSigner signer = new AsOverTls(scheme.signer());

  @Override
  public String schemeId() {
    return scheme.schemeId();
  }

  @Override
  public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
    return scheme.identityProvider(providers);
  }

  @Override
  public AwsV4HttpSigner signer() {
    return signer;
  }

  /**
   * Presents a request to the SDK's signer as a TLS request, and restores its own protocol and port
   * afterwards.
   */
  private record AsOverTls(AwsV4HttpSigner signer) implements AwsV4HttpSigner {
    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
      if (request.request().port() == 443) {
        return signer.sign(request); // Over TLS its host name would be signed without the port.
      }
      SignedRequest signed = signer.sign(overTls(request));
      return signed.toBuilder().request(as(signed.request(), request.request())).build();
    }

    private static <I extends AwsCredentialsIdentity> SignRequest<I> overTls(
        SignRequest<I> request) {
      return request.toBuilder().request(overTls(request.request())).build();
    }

    private static SdkHttpRequest overTls(SdkHttpRequest request) {
      var overTls = request.toBuilder().protocol(HTTPS);
      // The signed host name has no port if it is the protocol's default port.
      return overTls.port(request.port() == 80 ? Integer.valueOf(443) : request.port()).build();
    }

    private static SdkHttpRequest as(SdkHttpRequest signed, SdkHttpRequest given) {
      return signed.toBuilder().protocol(given.protocol()).port(given.port()).build();
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(
        AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
      return signer.signAsync(request); // It obeys PAYLOAD_SIGNING_ENABLED.
    }
  }
}
