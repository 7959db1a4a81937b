package dev.adjoint.benchmarks;

import java.util.concurrent.TimeUnit;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Products of square matrices, and of a matrix and a vector. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MatrixProducts {
  /** Element type. */
  @Param({"FLOAT32", "FLOAT64"})
  public DType dtype;

  /** Rows and columns. */
  @Param({"4", "16", "64", "256", "1024"})
  public int n;

  private Tensor a;
  private Tensor b;
  private Tensor x;

  /** Makes the operands. */
  @Setup
  public void prepare() {
    a = Tensor.uniform(dtype.tensor(n, n), 1);
    b = Tensor.uniform(dtype.tensor(n, n), 2);
    x = Tensor.uniform(dtype.tensor(n), 3);
  }

  @Benchmark
  public Tensor matmul() {
    return a.matmul(b);
  }

  @Benchmark
  public Tensor matmulTransposed() {
    return a.matmul(b.transpose());
  }

  @Benchmark
  public Tensor matmulVector() {
    return a.matmul(x);
  }
}
