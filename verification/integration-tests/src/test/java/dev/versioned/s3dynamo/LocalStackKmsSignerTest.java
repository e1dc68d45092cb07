package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.model.BackendException;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.Version;
import dev.versioned.signing.SigningKey;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** Versions and moves are signed by a key of KMS, and verified without KMS. */
@Tag("full")
class LocalStackKmsSignerTest {
  private LocalRepository local;
  private KmsClient kms;

  @BeforeEach
  void start() {
    LocalAws aws = SharedLocalAws.of(LocalAwsKind.LOCALSTACK);
    local = LocalRepository.create(aws);
    kms =
        KmsClient.builder()
            .endpointOverride(aws.s3Endpoint())
            .region(Region.of(aws.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(aws.accessKey(), aws.secretKey())))
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
  }

  @AfterEach
  void close() {
    kms.close();
    local.close();
  }

  private String key(KeySpec spec) {
    return kms.createKey(r -> r.keySpec(spec).keyUsage(KeyUsageType.SIGN_VERIFY))
        .keyMetadata()
        .keyId();
  }

  private ArtifactRepository open(RepositorySettings settings) {
    return S3DynamoRepository.builder()
        .bucket(local.bucket())
        .table(local.table())
        .s3(local.aws().s3())
        .dynamoDb(local.aws().dynamoDb())
        .settings(all -> settings)
        .build();
  }

  @Test
  void versionsAndMovesAreSignedAndVerified() {
    KmsSigner signer = KmsSigner.of(kms, key(KeySpec.ECC_NIST_P256));
    try (ArtifactRepository signed = open(RepositorySettings.defaults().withSigner(signer));
        ArtifactRepository reader =
            open(
                RepositorySettings.defaults()
                    .withTrustPolicy(TrustPolicy.of(signer.verifyingKey()).withSignedMoves()));
        ArtifactRepository other =
            open(
                RepositorySettings.defaults()
                    .withTrustPolicy(TrustPolicy.of(SigningKey.generate().verifyingKey())))) {
      Artifact app = signed.artifact("app");
      Version version =
          app.publish(Content.of("one"), p -> p.description("x".repeat(256))).version();
      app.alias("LIVE").pointTo(version);
      assertThat(reader.artifact("app").resolve("LIVE")).isEqualTo(version);
      assertThatThrownBy(() -> other.artifact("app").resolve("1"))
          .isInstanceOf(UntrustedVersionException.class);
    }
  }

  @Test
  void keysThatCannotSignAreRefused() {
    String rsa = key(KeySpec.RSA_2048);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KmsSigner.of(kms, rsa))
        .withMessageContaining("ECC_NIST_P256");
    assertThatThrownBy(() -> KmsSigner.of(kms, "alias/none"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("alias/none");
  }
}
