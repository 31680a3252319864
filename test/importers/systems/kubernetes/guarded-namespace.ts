/** A namespace of training with policies, roles and volumes. */
export const GUARDED_NAMESPACE = `apiVersion: apps/v1
kind: Deployment
metadata: { name: router, namespace: ml }
spec:
  template:
    metadata: { labels: { app: router } }
    spec:
      initContainers: [{ name: setup, image: busybox }]
      containers:
        - { name: router, image: "nginx:1" }
        - { name: exporter, image: "example/exporter:1" }
      volumes:
        - { name: conf, configMap: { name: conf } }
        - { name: tls, secret: { secretName: tls } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: conf, namespace: ml }
data: { nginx.conf: "proxy_pass http://trainer:80; # https://hunter2.example.com hunter2" }
---
apiVersion: v1
kind: Secret
metadata: { name: tls, namespace: ml }
data: { tls.key: aHVudGVyMg== }
---
apiVersion: kubeflow.org/v1
kind: PyTorchJob
metadata: { name: trainer, namespace: ml }
spec:
  pytorchReplicaSpecs:
    Master:
      template:
        metadata: { labels: { app: trainer } }
        spec:
          serviceAccountName: trainer
          hostNetwork: true
          containers:
            - { name: pytorch, image: example/train, securityContext: { capabilities: { add: [SYS_ADMIN] } } }
          volumes:
            - { name: weights, persistentVolumeClaim: { claimName: weights } }
            - { name: data, hostPath: { path: /data } }
---
apiVersion: kubeflow.org/v1
kind: Notebook
metadata: { name: notebook, namespace: ml }
spec:
  template:
    metadata: { labels: { app: notebook } }
    spec:
      serviceAccount: notebook
      containers: [{ name: notebook, image: "jupyter/base-notebook:1" }]
      volumes:
        - { name: weights, persistentVolumeClaim: { claimName: weights } }
        - { name: engine, hostPath: { path: /var/run/docker.sock } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: weights, namespace: ml }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: ml }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: buckets, namespace: ml }
spec:
  podSelector: { matchLabels: { app: trainer } }
  policyTypes: [Egress]
  egress:
    - { ports: [{ port: 53, protocol: UDP }] }
    - { to: [{ podSelector: {} }] }
    - { to: [{ ipBlock: { cidr: 203.0.113.0/24 } }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: open, namespace: ml }
spec:
  podSelector: { matchLabels: { app: notebook } }
  egress: [{ ports: [{ port: 443 }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: by-expression, namespace: ml }
spec: { podSelector: { matchExpressions: [{ key: app, operator: Exists }] }, policyTypes: [Egress] }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: trainer, namespace: ml }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: read-secrets, namespace: ml }
rules: [{ apiGroups: [""], resources: [secrets], verbs: [get, list] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: run-jobs }
rules: [{ apiGroups: [batch], resources: [jobs], verbs: ["*"] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: unused }
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: trainer, namespace: ml }
roleRef: { kind: Role, name: read-secrets }
subjects: [{ kind: ServiceAccount, name: trainer }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: notebook }
roleRef: { kind: ClusterRole, name: run-jobs }
subjects: [{ kind: ServiceAccount, name: notebook, namespace: ml }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: to-people, namespace: ml }
roleRef: { kind: ClusterRole, name: view }
subjects: [{ kind: Group, name: analysts }]
---
apiVersion: v1
kind: Service
metadata: { name: trainer, namespace: ml }
spec: { selector: { app: trainer } }
`;
