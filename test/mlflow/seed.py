"""Trains and registers one small model with data sets, in every store that is named as an argument."""
import sys

import mlflow
import numpy
import pandas
from mlflow import MlflowClient
from mlflow.models.signature import ModelSignature
from mlflow.types import ColSpec, DataType, Schema


SIGNATURE = ModelSignature(
    inputs=Schema([ColSpec(DataType.long, "age"), ColSpec(DataType.double, "balance")]),
    outputs=Schema([ColSpec(DataType.long)]),
)


class Churn(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return (model_input["balance"] < 1).astype("int64")


def seed(uri, artifacts):
    # None: where the store keeps them by itself, which is a folder for each experiment in `mlruns`. An own folder there
    # would be taken for an experiment, and be looked in for the models of others in whatever order the disk lists it.
    mlflow.set_tracking_uri(uri)
    mlflow.set_registry_uri(uri)
    client = MlflowClient()
    experiment = client.create_experiment("churn", artifact_location=artifacts)
    client.create_experiment("empty", artifact_location=artifacts)
    mlflow.set_experiment(experiment_id=experiment)
    customers = pandas.DataFrame(
        {"age": numpy.array([30, 41]), "balance": numpy.array([10.5, 0.0]), "left": numpy.array([0, 1])}
    )
    with mlflow.start_run(run_name="train-1"):
        mlflow.log_param("api_key", "hunter2")
        mlflow.log_metric("auc", 0.91)
        mlflow.set_tag("mlflow.source.git.repoURL", "https://me:hunter2@git.example/example/churn")
        source = "https://me:hunter2@data.example/customers.csv"
        mlflow.log_input(mlflow.data.from_pandas(customers, source=source, name="customers"), context="training")
        holdout = mlflow.data.from_pandas(customers.head(1), source="https://data.example/holdout.csv", name="holdout")
        mlflow.log_input(holdout, context="evaluation")
        for _ in range(2):
            mlflow.pyfunc.log_model(
                name="model",
                python_model=Churn(),
                signature=SIGNATURE,
                registered_model_name="churn-model",
                pip_requirements=["pandas==2.3.0", "scikit-learn"],
            )
    client.set_registered_model_alias("churn-model", "champion", "1")
    client.update_registered_model("churn-model", "Says who leaves")


for argument in sys.argv[1:]:
    uri, _, artifacts = argument.partition(",")
    seed(uri, artifacts or None)
