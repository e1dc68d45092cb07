package dev.versioned.spring;

import dev.versioned.s3dynamo.S3DynamoRepository;

/**
 * Changes how the repository is opened, after the properties are applied: a bean of this type sets
 * a signer or a trust policy, for example. Beans are called in their order.
 */
@FunctionalInterface
public interface VersionedRepositoryCustomizer {

  /**
   * Changes the builder.
   *
   * @param builder the repository's builder
   */
  void customize(S3DynamoRepository.Builder builder);
}
