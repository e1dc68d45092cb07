package dev.versioned.spring;

import dev.versioned.ArtifactRepository;
import dev.versioned.event.EventListener;
import dev.versioned.s3dynamo.S3DynamoRepository;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens the repository over the clients of the context. */
record RepositoryFactory(
    VersionedProperties properties,
    @Nullable VersionedConnectionDetails details,
    ObjectProvider<DetailsClients> detailsClients,
    ObjectProvider<S3Client> s3,
    ObjectProvider<DynamoDbClient> dynamoDb,
    Environment environment,
    List<EventListener> listeners,
    List<VersionedRepositoryCustomizer> customizers) {

  ArtifactRepository open() {
    String bucket =
        chosen(details == null ? Optional.empty() : details.bucket(), properties.bucket());
    String table = chosen(details == null ? Optional.empty() : details.table(), properties.table());
    PropertiesCheck.checkPlace(properties, bucket, table);
    S3DynamoRepository.Builder builder = S3DynamoRepository.builder();
    try {
      place(builder, bucket, table);
      clients(builder);
      builder.settings(
          settings ->
              settings
                  .withActor(actor())
                  .withListener(EventListener.all(listeners.toArray(EventListener[]::new))));
      customizers.forEach(customizer -> customizer.customize(builder));
      return builder.build();
    } catch (IllegalArgumentException e) {
      InvalidVersionedConfigurationException failure =
          new InvalidVersionedConfigurationException(List.of(String.valueOf(e.getMessage())));
      failure.initCause(e);
      throw failure;
    }
  }

  private static @Nullable String chosen(
      Optional<String> ofDetails, @Nullable String ofProperties) {
    return ofDetails.isPresent() ? ofDetails.get() : ofProperties;
  }

  private void place(
      S3DynamoRepository.Builder builder, @Nullable String bucket, @Nullable String table) {
    if (bucket != null && table != null) {
      builder.bucket(bucket).table(table);
    }
    builder.prefix(properties.prefix());
    if (properties.region() != null) {
      builder.region(properties.region());
    }
    if (properties.profile() != null) {
      builder.profile(properties.profile());
    }
    if (properties.endpoint() != null) {
      builder.endpoint(properties.endpoint());
    }
    if (properties.expectedBucketOwner() != null) {
      builder.expectedBucketOwner(properties.expectedBucketOwner());
    }
    if (properties.encrypted()) {
      builder.encrypted();
    }
  }

  private void clients(S3DynamoRepository.Builder builder) {
    if (details != null) {
      DetailsClients made = detailsClients.getObject();
      builder.s3(made.s3()).dynamoDb(made.dynamoDb());
      return;
    }
    s3.ifUnique(builder::s3);
    dynamoDb.ifUnique(builder::dynamoDb);
  }

  private String actor() {
    if (properties.actor() != null) {
      return properties.actor();
    }
    return environment.getProperty("spring.application.name", System.getProperty("user.name", ""));
  }
}
