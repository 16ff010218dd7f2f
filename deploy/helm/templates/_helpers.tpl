{{- define "mock.name" -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- end }}

{{- define "mock.selector" -}}
app.kubernetes.io/name: atrium-atms-mock
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "mock.labels" -}}
{{ include "mock.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}
