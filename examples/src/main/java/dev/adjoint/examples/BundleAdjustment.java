package dev.adjoint.examples;

import java.util.Locale;
import java.util.function.Function;

import dev.adjoint.Autodiff;
import dev.adjoint.Tensor;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.data.DMatrixSparseTriplet;
import org.ejml.ops.DConvertMatrixStruct;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import static dev.adjoint.DType.FLOAT64;
import static dev.adjoint.DType.INT32;

/**
 * Bundle adjustment, a problem of ADBench: cameras look at points, and the jacobian of all residuals by all unknowns is sparse,
 * because an observation knows one camera, one point and its own weight. vmap of the jacobian of one observation gives all blocks.
 */
@Command(name = "ba", description = "ADBench: the residuals of bundle adjustment, with their sparse jacobian.")
public final class BundleAdjustment implements Runnable {
  /** Rotation (3), centre (3), focal length (1), principal point (2), radial distortion (2). */
  static final int CAMERA = 11;
  private static final int POINT = 3;

  @Option(names = "--observations", description = "How many observations (${DEFAULT-VALUE}).")
  private int observations = 2000;

  /**
   * Who saw what.
   *
   * @param cameras [n, 11]
   * @param points [m, 3]
   * @param weights of the observations [p]
   * @param camera of each observation, INT32[p]
   * @param point of each observation, INT32[p]
   * @param pixels where it was seen [p, 2]
   */
  record Scene(Tensor cameras, Tensor points, Tensor weights, Tensor camera, Tensor point, Tensor pixels) {

    static Scene random(int cameras, int points, int observations, long seed) {
      var rotations = Tensor.normal(FLOAT64.tensor(cameras, 3), seed).mul(0.3);
      var centres = Tensor.normal(FLOAT64.tensor(cameras, 3), seed + 1).sub(Tensor.of(0.0, 0, 10));
      var lenses = Tensor.of(500.0, 320, 240, 0.01, -0.001).broadcastTo(cameras, 5);
      return new Scene(Tensor.concat(1, rotations, centres, lenses),
          Tensor.normal(FLOAT64.tensor(points, 3), seed + 2), Tensor.uniform(FLOAT64.tensor(observations), seed + 3),
          Tensor.uniform(FLOAT64.tensor(observations), seed + 4).mul(cameras).cast(INT32),
          Tensor.uniform(FLOAT64.tensor(observations), seed + 5).mul(points).cast(INT32),
          Tensor.uniform(FLOAT64.tensor(observations, 2), seed + 6).mul(Tensor.of(640.0, 480)));
    }

    /** What each observation depends on. */
    Observation observed() {
      return new Observation(cameras.indexSelect(0, camera), points.indexSelect(0, point), weights, pixels);
    }
  }

  /** One observation; or all, with an axis in front. */
  record Observation(Tensor camera, Tensor point, Tensor weight, Tensor pixel) {
  }

  /** w (projection of X − pixel) and 1 − w²: [3]. */
  static Tensor residual(Observation o) {
    var error = projected(o.camera(), o.point()).sub(o.pixel()).mul(o.weight());
    return Tensor.concat(0, error, o.weight().square().rsub(1).expandDims(0));
  }

  /** Where a camera sees a point, in pixels. */
  private static Tensor projected(Tensor camera, Tensor point) {
    var local = rotated(camera.slice(0, 0, 3), point.sub(camera.slice(0, 3, 6)));
    var image = local.slice(0, 0, 2).div(local.get(2));
    var r2 = image.square().sum();
    var distortion = r2.mul(camera.get(9)).add(r2.square().mul(camera.get(10))).add(1); // 1 + k₁ r² + k₂ r⁴
    return image.mul(distortion).mul(camera.get(6)).add(camera.slice(0, 7, 9));
  }

  /** Rodrigues' formula: X cos θ + (a × X) sin θ + a (a·X)(1 − cos θ), for the angle θ = |r| and the axis a = r / θ. */
  private static Tensor rotated(Tensor r, Tensor x) {
    var angle = r.norm();
    var axis = r.div(angle);
    return x.mul(angle.cos()).add(cross(axis, x).mul(angle.sin()))
        .add(axis.mul(axis.dot(x).mul(angle.cos().rsub(1))));
  }

  private static Tensor cross(Tensor a, Tensor b) {
    return turned(a.mul(turned(b)).sub(turned(a).mul(b)));
  }

  /** (v₁, v₂, v₀). */
  private static Tensor turned(Tensor v) {
    return Tensor.concat(0, v.slice(0, 1, 3), v.slice(0, 0, 1));
  }

  /** All residuals: [p, 3]. */
  static Tensor residuals(Scene scene) {
    return Autodiff.vmap(BundleAdjustment::residual).apply(scene.observed());
  }

  /** The blocks of the jacobian: by the camera [p, 3, 11], by the point [p, 3, 3] and by the weight [p, 3]. */
  static Observation blocks(Scene scene) {
    return Autodiff.vmap(Autodiff.jacobian(BundleAdjustment::residual)).apply(scene.observed());
  }

  /** The jacobian, 3 p rows, and a column for each unknown: cameras, then points, then weights. */
  static DMatrixSparseCSC jacobian(Scene scene, Observation blocks) {
    int p = scene.weights().size();
    int points = scene.cameras().size();
    int weights = points + scene.points().size();
    int[] camera = scene.camera().toInts();
    int[] point = scene.point().toInts();
    double[][][] byCamera = blocks.camera().toArray(double[][][].class);
    double[][][] byPoint = blocks.point().toArray(double[][][].class);
    double[][] byWeight = blocks.weight().toArray(double[][].class);
    var triplets = new DMatrixSparseTriplet(3 * p, weights + p, p * (2 * (CAMERA + POINT) + 3));
    for (int i = 0; i < p; i++) {
      for (int r = 0; r < 3; r++) {
        for (int j = 0; r < 2 && j < CAMERA; j++) {
          triplets.addItem(3 * i + r, CAMERA * camera[i] + j, byCamera[i][r][j]);
        }
        for (int j = 0; r < 2 && j < POINT; j++) {
          triplets.addItem(3 * i + r, points + POINT * point[i] + j, byPoint[i][r][j]);
        }
        triplets.addItem(3 * i + r, weights + i, byWeight[i][r]);
      }
    }
    return DConvertMatrixStruct.convert(triplets, (DMatrixSparseCSC) null);
  }

  @Override
  public void run() {
    var scene = Scene.random(21, observations / 4, observations, 1);
    var residuals = residuals(scene);
    var jacobian = jacobian(scene, blocks(scene));
    System.out.printf(Locale.ROOT, "%d observations: |residuals| = %.6e%n", observations, residuals.norm().item());
    System.out.printf(Locale.ROOT, "jacobian %d x %d with %,d elements, %.2f%% of all%n", jacobian.getNumRows(),
        jacobian.getNumCols(), jacobian.getNonZeroLength(),
        100.0 * jacobian.getNonZeroLength() / ((double) jacobian.getNumRows() * jacobian.getNumCols()));
    Function<Scene, Tensor> f = BundleAdjustment::residuals;
    Ratio.print(f, BundleAdjustment::blocks, scene, "jacobian");
  }
}
