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

/** Single operations on vectors and on matrices of a thousand columns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Operations {
  private static final int COLUMNS = 1000;

  /** Element type. */
  @Param({"FLOAT32", "FLOAT64"})
  public DType dtype;

  /** Rows of a thousand. */
  @Param({"1", "1000"})
  public int rows;

  private Tensor x;
  private Tensor y;
  private Tensor row;
  private Tensor column;

  /** Makes the operands. */
  @Setup
  public void prepare() {
    x = Tensor.uniform(dtype.tensor(rows, COLUMNS), 1);
    y = Tensor.uniform(dtype.tensor(rows, COLUMNS), 2);
    row = Tensor.uniform(dtype.tensor(COLUMNS), 3);
    column = Tensor.uniform(dtype.tensor(rows, 1), 4);
  }

  @Benchmark
  public Tensor add() {
    return x.add(y);
  }

  @Benchmark
  public Tensor addRow() {
    return x.add(row);
  }

  @Benchmark
  public Tensor addColumn() {
    return x.add(column);
  }

  @Benchmark
  public Tensor multiply() {
    return x.mul(y);
  }

  @Benchmark
  public Tensor divide() {
    return x.div(y);
  }

  @Benchmark
  public Tensor exp() {
    return x.exp();
  }

  @Benchmark
  public Tensor log() {
    return x.log();
  }

  @Benchmark
  public Tensor sin() {
    return x.sin();
  }

  @Benchmark
  public Tensor tanh() {
    return x.tanh();
  }

  @Benchmark
  public Tensor sigmoid() {
    return x.sigmoid();
  }

  @Benchmark
  public Tensor relu() {
    return x.relu();
  }

  @Benchmark
  public Tensor sum() {
    return x.sum();
  }

  @Benchmark
  public Tensor sumRows() {
    return x.sum(0);
  }

  @Benchmark
  public Tensor sumColumns() {
    return x.sum(1);
  }

  @Benchmark
  public Tensor softmax() {
    return x.softmax();
  }

  @Benchmark
  public Tensor transpose() {
    return x.transpose();
  }
}
