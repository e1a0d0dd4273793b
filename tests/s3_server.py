"""An S3 server for tests: moto, with signatures and permissions checked as at the original.

Prints one line of JSON, {"port", "key", "secret", "poor_key", "poor_secret", "role"}: an account that may do
everything in S3, one that may do nothing, and a role with the same rights as the first, as containers are told theirs. Each --bucket is made. A line of JSON on standard input, {"bucket", "key"}, is answered by
what S3 says of that file beside its bytes. The server ends when its standard input does.
"""

import argparse
import json
import logging
import sys

import boto3
import flask
import requests
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from moto.iam import access_control
from moto.server import ThreadedMotoServer

EVERYTHING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
}


class RawRequest(access_control.S3IAMRequest):
    """Checks the signature over the path as it was sent: moto takes the decoded one, at which names beyond ASCII fail.

    Signatures in the query, which moto does not know to check, are put where it looks for them.
    """

    def __init__(self, *, headers, **rest):
        path = flask.request.environ["REQUEST_URI"]
        self._of_query = "Authorization" not in headers
        if self._of_query:
            asked = flask.request.args
            names = ("Credential", "SignedHeaders", "Signature")
            said = ", ".join(f"{name}={asked.get('X-Amz-' + name, '')}" for name in names)
            headers = {**dict(headers), "Authorization": f"AWS4-HMAC-SHA256 {said}"}
            path = path.replace("&X-Amz-Signature=" + asked.get("X-Amz-Signature", ""), "")
        super().__init__(headers=headers, **{**rest, "path": path})

    def _create_auth(self, credentials):
        if self._of_query:
            return S3SigV4QueryAuth(credentials, self._service, self._region)
        return super()._create_auth(credentials)

    def _create_aws_request(self):
        if not self._of_query:
            return super()._create_aws_request()
        request = AWSRequest(method=self._method, url=self._path, headers={"Host": self._headers["Host"]})
        request.context["timestamp"] = flask.request.args["X-Amz-Date"]
        return request


def account(iam, name, policy):
    iam.create_user(UserName=name)
    if policy:
        iam.put_user_policy(UserName=name, PolicyName=name, PolicyDocument=json.dumps(policy))
    made = iam.create_access_key(UserName=name)["AccessKey"]
    return made["AccessKeyId"], made["SecretAccessKey"]


def role(iam, sts):
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"}]}
    made = iam.create_role(RoleName="container", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
    iam.put_role_policy(RoleName="container", PolicyName="s3", PolicyDocument=json.dumps(EVERYTHING))
    taken = sts.assume_role(RoleArn=made["Arn"], RoleSessionName="test")["Credentials"]
    return {
        "AccessKeyId": taken["AccessKeyId"],
        "SecretAccessKey": taken["SecretAccessKey"],
        "Token": taken["SessionToken"],
        "Expiration": taken["Expiration"].strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    access_control.S3IAMRequest = RawRequest
    parser = argparse.ArgumentParser()
    parser.add_argument("--bucket", action="append", default=[])
    args = parser.parse_args()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    base = f"http://{host}:{port}"
    set_up = {
        "endpoint_url": base,
        "region_name": "us-east-1",
        "aws_access_key_id": "setup",
        "aws_secret_access_key": "setup",
    }
    for bucket in args.bucket:
        boto3.client("s3", **set_up).create_bucket(Bucket=bucket)
    iam = boto3.client("iam", **set_up)
    key, secret = account(iam, "keeper", EVERYTHING)
    poor_key, poor_secret = account(iam, "nobody", None)
    container = role(iam, boto3.client("sts", **set_up))
    # From here on each request is checked.
    requests.post(f"{base}/moto-api/reset-auth", data=b"0", timeout=10).raise_for_status()
    line = {"port": port, "key": key, "secret": secret, "poor_key": poor_key, "poor_secret": poor_secret}
    print(json.dumps({**line, "role": container}), flush=True)
    keeper = boto3.client("s3", **{**set_up, "aws_access_key_id": key, "aws_secret_access_key": secret})
    for asked in map(json.loads, sys.stdin):
        head = keeper.head_object(Bucket=asked["bucket"], Key=asked["key"])
        # The tag of a file that came in parts ends in a `-` and their number.
        said = {"encryption": head.get("ServerSideEncryption"), "storage_class": head.get("StorageClass"), "etag": head["ETag"]}
        print(json.dumps(said), flush=True)
    server.stop()


main()
