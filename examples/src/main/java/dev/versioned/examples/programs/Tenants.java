package dev.versioned.examples.programs;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import java.util.List;

/** Many tenants in one repository: a tenant is the first part of an artifact's name. */
public final class Tenants {
  private final ArtifactRepository repo;

  /**
   * Creates the view of a repository.
   *
   * @param repo the repository with the artifacts of all tenants
   */
  public Tenants(ArtifactRepository repo) {
    this.repo = repo;
  }

  /**
   * Returns a handle to an artifact of a tenant.
   *
   * @param tenant the tenant, without a dot
   * @param name the artifact's name, without the tenant
   * @return the handle
   */
  public Artifact artifact(String tenant, String name) {
    if (tenant.contains(".")) {
      throw new IllegalArgumentException("a tenant's name has no dot: " + tenant);
    }
    return repo.artifact(tenant + "." + name);
  }

  /**
   * Lists the artifacts of a tenant.
   *
   * @param tenant the tenant
   * @return their names, without the tenant
   */
  public List<String> artifacts(String tenant) {
    String prefix = tenant + ".";
    return repo.artifacts(prefix).map(name -> name.value().substring(prefix.length())).toList();
  }
}
