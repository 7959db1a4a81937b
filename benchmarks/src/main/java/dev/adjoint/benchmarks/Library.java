package dev.adjoint.benchmarks;

import java.util.List;

/** Who is compared. */
enum Library {
  /** Adjoint, traced once into a program. */
  ADJOINT("adjoint", false),
  /** Adjoint, evaluated line by line. */
  ADJOINT_EAGER("adjoint-eager", false),
  /** TensorFlow-Java: a static graph, run by a session. */
  TENSORFLOW("tensorflow", true),
  /** PyTorch through DJL. */
  DJL("djl-pytorch", true),
  /** The loop an EJML user would write by hand. */
  EJML("ejml", true),
  /** The native matrix product without anything around it. */
  CBLAS("cblas", true),
  /** The same on Java arrays in place. */
  CBLAS_ON_ARRAYS("cblas-arrays", false),
  /** Adjoint's matrix product without a tensor around it. */
  ADJOINT_GEMM("adjoint-gemm", false);

  /** Those that can train a network. */
  static final List<Library> TRAINERS = List.of(ADJOINT, ADJOINT_EAGER, TENSORFLOW, DJL, EJML);

  final String label;
  final boolean isPeer;

  Library(String label, boolean isPeer) {
    this.label = label;
    this.isPeer = isPeer;
  }

  /** This library at training a network. */
  Contender train(Network network) {
    return switch (this) {
      case ADJOINT -> new AdjointCompiledNetwork(network);
      case ADJOINT_EAGER -> new AdjointNetwork(network);
      case TENSORFLOW -> new TensorFlowNetwork<>(network, TensorFlows.type(network.dtype()));
      case DJL -> new DjlNetwork(network);
      case EJML -> new EjmlNetwork(network);
      case CBLAS, CBLAS_ON_ARRAYS, ADJOINT_GEMM -> throw new IllegalArgumentException(label + " trains no network");
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
